import hashlib

from flask import Blueprint, request
from marshmallow import Schema, fields, validate

from market import bcrypt
from market.rows import execute

sellers = Blueprint("sellers", __name__)


class Registration(Schema):
    email = fields.Email(required=True)
    password = fields.String(required=True, validate=validate.Length(min=12, max=70))


@sellers.post("/sellers")
def register():
    data = Registration().load(request.get_json())
    avatar = hashlib.md5(data["email"].lower().encode()).hexdigest()
    hashed = bcrypt.generate_password_hash(data["password"]).decode()
    execute("INSERT INTO sellers (email, avatar, password) VALUES (%s, %s, %s)", (data["email"], avatar, hashed))
    return {"avatar": avatar}, 201
