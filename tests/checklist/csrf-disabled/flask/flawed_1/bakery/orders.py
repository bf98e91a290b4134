from flask import Blueprint, abort, request
from flask_login import current_user, login_required

from bakery.people import Order, db

orders = Blueprint("orders", __name__)


@orders.post("/orders")
@login_required
def order():
    loaves = request.form.get("loaves", type=int)
    if loaves is None or not 0 < loaves < 50:
        abort(400)
    db.session.add(Order(loaves=loaves, eater_id=current_user.id))
    db.session.commit()
    return "", 201
