import os

from apiflask import APIFlask

from recipes.kitchen import kitchen
from recipes.tables import db

app = APIFlask(__name__, title="Recipes")
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["RECIPES_DB"]
db.init_app(app)
app.register_blueprint(kitchen)
