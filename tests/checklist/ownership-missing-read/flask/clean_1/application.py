from flask import Flask
from flask_login import LoginManager

from config import Config
from messages import messages
from schema import User, db

app = Flask(__name__)
app.config.from_object(Config)
db.init_app(app)
manager = LoginManager(app)
app.register_blueprint(messages)


@manager.user_loader
def user_of(user_id):
    return User.query.get(user_id)
