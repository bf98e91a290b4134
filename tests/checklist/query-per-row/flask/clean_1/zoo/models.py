from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Cage(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))
    animals = db.relationship("Animal")


class Animal(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    cage_id = db.Column(db.Integer, db.ForeignKey("cage.id"))
    name = db.Column(db.String(40))
