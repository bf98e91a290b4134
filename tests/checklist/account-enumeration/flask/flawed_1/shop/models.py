from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Buyer(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), unique=True)
    password_hash = db.Column(db.String(200))
