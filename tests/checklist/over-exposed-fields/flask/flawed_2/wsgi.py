from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from directory.routes import directory

app = Flask(__name__)
limiter = Limiter(get_remote_address, app=app, default_limits=["60/minute"])
app.register_blueprint(directory)
