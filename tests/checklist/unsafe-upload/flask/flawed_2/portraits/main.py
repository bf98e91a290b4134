import os

from flask import Flask

from portraits.views import bp

app = Flask(__name__)
app.config["PORTRAITS"] = os.environ["PORTRAITS"]
app.register_blueprint(bp)
