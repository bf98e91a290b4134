from typing import Annotated

from fastapi import Depends, FastAPI

from users import UserCreate, UserRepository, repository

app = FastAPI()


@app.post("/register", status_code=201)
async def register(user: UserCreate, users: Annotated[UserRepository, Depends(repository)]):
    number = await users.create(user)
    return {"id": number}
