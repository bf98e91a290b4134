from flask import Flask

from stock import api

app = Flask(__name__)
app.register_blueprint(api)
