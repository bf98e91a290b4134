from flask import Blueprint, jsonify, request
from flask_jwt_extended import get_jwt_identity, jwt_required

from .shapes import StandingOrderIn
from .tables import Account, StandingOrder, db

standing = Blueprint("standing", __name__, url_prefix="/bank")


@standing.get("/accounts")
@jwt_required()
def accounts():
    rows = Account.query.filter_by(client_id=get_jwt_identity()).limit(20).all()
    return jsonify([{"id": row.id, "iban": row.iban} for row in rows])


@standing.post("/standing-orders")
@jwt_required()
def order():
    wanted = StandingOrderIn().load(request.get_json())
    created = StandingOrder(cents=wanted["cents"], account_id=wanted["account_id"])
    db.session.add(created)
    db.session.commit()
    return jsonify(id=created.id), 201
