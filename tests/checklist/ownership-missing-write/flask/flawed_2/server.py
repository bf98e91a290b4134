import os

from flask import Flask

import alarms
import identity

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.before_request(identity.find_caller)
app.register_blueprint(alarms.routes, url_prefix="/alarms")
