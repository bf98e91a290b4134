from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Cook(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    token_hash = db.Column(db.String(64))


class Cuisine(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(40))


class Recipe(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80))
    cook_id = db.Column(db.Integer, db.ForeignKey("cook.id"))
    cuisine_id = db.Column(db.Integer, db.ForeignKey("cuisine.id"))
