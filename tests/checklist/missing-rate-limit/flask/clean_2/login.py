import os

from flask import jsonify, request, session
from flask.views import MethodView
from sqlalchemy import create_engine, text
from werkzeug.security import check_password_hash

engine = create_engine(os.environ["DB"])


class Login(MethodView):
    def post(self):
        with engine.connect() as connection:
            row = connection.execute(text("SELECT id, pw FROM staff WHERE mail = :mail"), {"mail": request.form["mail"]}).first()
        if row is None or not check_password_hash(row.pw, request.form["pw"]):
            return jsonify(message="wrong"), 401
        session["staff"] = row.id
        return jsonify(ok=True)
