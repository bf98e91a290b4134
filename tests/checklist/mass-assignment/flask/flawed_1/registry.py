import os

from flask import Flask

from entries import entries
from tables import db

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["REGISTRY_DB"]
db.init_app(app)
app.register_blueprint(entries)
