import os

from flask import Flask
from flask_restful import Api

from keys import KeyResource
from users import UserResource, db

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DB"]
db.init_app(app)
api = Api(app)
api.add_resource(UserResource, "/users")
api.add_resource(KeyResource, "/keys/check")
