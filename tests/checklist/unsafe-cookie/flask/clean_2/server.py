import os

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from door import door

app = Flask(__name__)
app.config["DOOR_DB"] = os.environ["DOOR_DB"]
Limiter(get_remote_address, app=app, default_limits=["20/minute"])
app.register_blueprint(door)
