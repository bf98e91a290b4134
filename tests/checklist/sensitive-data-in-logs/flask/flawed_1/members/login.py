from flask import Blueprint, abort, current_app, request, session

from members.accounts import proven

bp = Blueprint("login", __name__)


@bp.post("/login")
def login():
    email = request.form.get("email")
    password = request.form.get("password")
    member = proven(email, password)
    if member is None:
        current_app.logger.warning("failed login for %s with %s", email, password)
        abort(401)
    session["member"] = str(member["_id"])
    return "", 204
