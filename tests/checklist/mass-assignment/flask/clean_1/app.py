from flask import Flask

from events import routes
from models import database

app = Flask(__name__)


@app.before_request
def connect():
    database.connect()


@app.teardown_request
def disconnect(error):
    if not database.is_closed():
        database.close()


app.register_blueprint(routes)
