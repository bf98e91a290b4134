from flask_sqlalchemy import SQLAlchemy
from werkzeug.security import check_password_hash

db = SQLAlchemy()


class Pilot(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    callsign = db.Column(db.String(20), unique=True)
    hashed = db.Column(db.String(200))

    def proves(self, phrase):
        return check_password_hash(self.hashed, phrase)
