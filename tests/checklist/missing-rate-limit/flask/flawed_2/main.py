from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from api import reports, tokens

limiter = Limiter(get_remote_address, storage_uri="memory://")
app = Flask(__name__)
limiter.init_app(app)
limiter.limit("20/minute")(reports.bp)
app.register_blueprint(reports.bp, url_prefix="/reports")
app.register_blueprint(tokens.bp, url_prefix="/tokens")
