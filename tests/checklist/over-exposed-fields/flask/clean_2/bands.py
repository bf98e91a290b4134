import os

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BANDS"]
db = SQLAlchemy(app)

import musicians  # noqa: E402,F401
