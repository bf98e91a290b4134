from flask import request
from flask.views import MethodView

from club.rules import of_age


class Join(MethodView):
    def post(self):
        age = request.form.get("age", type=int)
        if not of_age(age):
            return {"ok": False, "message": "too young"}
        return {"ok": True}, 201
