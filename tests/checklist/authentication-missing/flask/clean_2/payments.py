import hashlib
import hmac
import os

from flask import abort, request

from database import Order, db


def notified():
    expected = hmac.new(os.environ["PAYMENT_KEY"].encode(), request.get_data(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("X-Signature", "")):
        abort(400)
    order = db.session.get(Order, int(request.args["order"]))
    if order is not None:
        order.state = "paid"
        db.session.commit()
    return "", 204
