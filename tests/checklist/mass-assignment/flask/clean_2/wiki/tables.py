from flask_login import UserMixin
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Writer(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Page(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    slug = db.Column(db.String(80), unique=True)
    text = db.Column(db.Text)
    locked = db.Column(db.Boolean, default=False)
