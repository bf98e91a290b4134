import os
import secrets

from flask import Flask

from pages import pages

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY", secrets.token_hex(32))
app.register_blueprint(pages)
