from flask import Flask

from shelf import shelf

app = Flask(__name__)
app.register_blueprint(shelf, url_prefix="/shelf")
