from flask import request
from flask.views import MethodView
from flask_jwt_extended import get_jwt_identity, jwt_required

from app.changes import apply
from app.database import Customer, db


class ProfileView(MethodView):
    init_every_request = False
    decorators = [jwt_required()]

    def _me(self):
        return db.session.get(Customer, get_jwt_identity())

    def get(self):
        me = self._me()
        return {"first_name": me.first_name, "phone": me.phone, "credit": me.credit}

    def put(self):
        me = apply(self._me(), request.json)
        db.session.commit()
        return {"first_name": me.first_name, "phone": me.phone}
