from flask import Blueprint, abort, request, session
from passlib.hash import argon2

from shop.extensions import db

bp = Blueprint("sessions", __name__)


class Buyer(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(200))
    password_hash = db.Column(db.String(200))


@bp.post("/session")
def sign_in():
    buyer = Buyer.query.filter_by(email=request.form["email"]).first()
    if buyer is None or not argon2.verify(request.form["password"], buyer.password_hash):
        abort(401)
    session.clear()
    session["buyer_id"] = buyer.id
    return "", 204
