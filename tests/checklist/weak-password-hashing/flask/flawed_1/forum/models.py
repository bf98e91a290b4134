import hashlib

from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Poster(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    handle = db.Column(db.String(30), unique=True)
    digest = db.Column(db.String(64))

    def set_password(self, password):
        self.digest = hashlib.sha256(password.encode("utf-8")).hexdigest()
