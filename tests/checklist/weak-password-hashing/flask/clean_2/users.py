from argon2 import PasswordHasher
from flask_restful import Resource, reqparse
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
parser = reqparse.RequestParser()
parser.add_argument("login", required=True)
parser.add_argument("password", required=True)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    login = db.Column(db.String(60))
    _password = db.Column("password", db.String(200))

    @property
    def password(self):
        raise AttributeError("write only")

    @password.setter
    def password(self, plain):
        self._password = PasswordHasher().hash(plain)


class UserResource(Resource):
    def post(self):
        given = parser.parse_args()
        user = User(login=given["login"])
        user.password = given["password"]
        db.session.add(user)
        db.session.commit()
        return {"id": user.id}, 201
