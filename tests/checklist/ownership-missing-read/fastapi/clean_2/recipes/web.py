from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field

from .account import cook
from .store import Cook, Recipe, get_session, newest

app = FastAPI()


class Title(BaseModel):
    title: str = Field(max_length=80)


@app.get("/recipes")
def listing(db=Depends(get_session)):
    return newest(db, 20)


@app.get("/recipes/{recipe_id}")
def read(recipe_id: int, db=Depends(get_session)):
    """Recipes are public: everybody may list and read them."""
    recipe = db.get(Recipe, recipe_id)
    if recipe is None:
        raise HTTPException(404)
    return recipe


@app.patch("/recipes/{recipe_id}")
def rename(recipe_id: int, data: Title, me: Cook = Depends(cook), db=Depends(get_session)):
    recipe = db.get(Recipe, recipe_id)
    if recipe is None:
        raise HTTPException(404)
    if recipe.cook_id != me.id:
        raise HTTPException(403)
    recipe.title = data.title
    db.add(recipe)
    db.commit()
    return recipe
