import hashlib

from apiflask import APIBlueprint, HTTPTokenAuth, Schema
from apiflask.fields import Integer, String
from apiflask.validators import Length

from recipes.tables import Cook, Cuisine, Recipe, db

kitchen = APIBlueprint("kitchen", __name__)
auth = HTTPTokenAuth()


@auth.verify_token
def cook_of(token):
    return Cook.query.filter_by(token_hash=hashlib.sha256(token.encode()).hexdigest()).first()


class RecipeIn(Schema):
    title = String(required=True, validate=Length(1, 80))
    cuisine_id = Integer(required=True)


@kitchen.get("/cuisines")
def cuisines():
    return {"cuisines": [{"id": each.id, "title": each.title} for each in Cuisine.query.limit(200)]}


@kitchen.get("/recipes")
@kitchen.auth_required(auth)
def mine():
    return {"recipes": [each.title for each in Recipe.query.filter_by(cook_id=auth.current_user.id).limit(50)]}


@kitchen.post("/recipes")
@kitchen.auth_required(auth)
@kitchen.input(RecipeIn)
def write(json_data):
    recipe = Recipe(title=json_data["title"], cuisine_id=json_data["cuisine_id"], cook_id=auth.current_user.id)
    db.session.add(recipe)
    db.session.commit()
    return {"id": recipe.id}, 201
