from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Artist(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    stage_name = db.Column(db.String(80))
    password_hash = db.Column(db.String(200))
