from flask_jwt_extended import get_jwt, jwt_required
from flask_restful import Resource, abort, reqparse

from club.db import Member, Session

role_parser = reqparse.RequestParser()
role_parser.add_argument("role", choices=("member", "trainer", "chair"), required=True)


def only(*roles):
    if get_jwt()["role"] not in roles:
        abort(403)


class MemberResource(Resource):
    @jwt_required()
    def get(self, member_id):
        with Session() as session:
            member = session.get(Member, member_id)
            if member is None:
                abort(404)
            return {"nickname": member.nickname}

    @jwt_required()
    def delete(self, member_id):
        only("chair")
        with Session.begin() as session:
            session.delete(session.get(Member, member_id))
        return "", 204


class RoleResource(Resource):
    @jwt_required()
    def put(self, member_id):
        wanted = role_parser.parse_args()
        with Session.begin() as session:
            member = session.get(Member, member_id)
            if member is None:
                abort(404)
            member.role = wanted["role"]
        return {"role": wanted["role"]}

    @jwt_required()
    def delete(self, member_id):
        only("chair")
        with Session.begin() as session:
            session.get(Member, member_id).role = "member"
        return "", 204
