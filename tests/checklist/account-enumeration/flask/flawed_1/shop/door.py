from flask import Blueprint, jsonify, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.security import check_password_hash

from shop.models import Buyer

door = Blueprint("door", __name__)
limiter = Limiter(key_func=get_remote_address)


@door.post("/login")
@limiter.limit("6 per minute")
def login():
    buyer = Buyer.query.filter_by(name=request.form["name"]).first()
    if not buyer:
        return jsonify(message="no such buyer"), 404
    if not check_password_hash(buyer.password_hash, request.form["password"]):
        return jsonify(message="wrong password"), 401
    session.clear()
    session["buyer"] = buyer.id
    return jsonify(message="welcome")
