from typing import Annotated

from fastapi import Depends, FastAPI

from paging import Page
from species import SpeciesRepository, repository

app = FastAPI()


@app.get("/species")
async def species(page: Annotated[Page, Depends()], found: Annotated[SpeciesRepository, Depends(repository)]):
    return await found.listing(page)
