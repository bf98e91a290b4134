from flask_jwt_extended import JWTManager
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
jwt = JWTManager()


class Serializable:
    def to_dict(self):
        return {column.name: getattr(self, column.name) for column in self.__table__.columns}


class User(Serializable, db.Model):
    __tablename__ = "users"
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(40), unique=True)
    password_hash = db.Column(db.String(200))
    bio = db.Column(db.String(400))


class Post(Serializable, db.Model):
    __tablename__ = "posts"
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.String(400))
