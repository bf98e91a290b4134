from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Voter(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(100))
    password_hash = db.Column(db.String(200))
