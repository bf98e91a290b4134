import os

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from auth import SessionView
from store import db

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DB"]
db.init_app(app)
limiter = Limiter(get_remote_address, app=app, default_limits=["30/minute"])
app.add_url_rule("/sessions", view_func=SessionView.as_view("sessions"))
