from flask import abort, request
from flask.views import MethodView
from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.security import generate_password_hash

from database import Member, db


class SignUp(Schema):
    email = fields.Email(required=True)
    password = fields.Str(required=True, validate=validate.Length(min=12, max=200))


class MembersView(MethodView):
    def post(self):
        try:
            given = SignUp().load(request.get_json())
        except ValidationError as error:
            return {"errors": error.messages}, 400
        if db.session.query(Member).filter_by(email=given["email"]).first():
            abort(409)
        member = Member(email=given["email"], password_hash=generate_password_hash(given["password"]))
        db.session.add(member)
        db.session.commit()
        return {"id": member.id}, 201
