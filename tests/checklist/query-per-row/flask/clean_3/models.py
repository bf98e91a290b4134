from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Column(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    heading = db.Column(db.String(60), nullable=False)
    kind = db.Column(db.String(10), nullable=False)
    position = db.Column(db.Integer, nullable=False)
