from flask_login import LoginManager, UserMixin
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
login_manager = LoginManager()


class Eater(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Order(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    loaves = db.Column(db.Integer)
    eater_id = db.Column(db.ForeignKey("eater.id"))


@login_manager.user_loader
def eater(key):
    return db.session.get(Eater, int(key))
