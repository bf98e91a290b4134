import os

import msgspec
from flask import Blueprint, abort, request
from pymongo import MongoClient

from shapes import Order

bp = Blueprint("orders", __name__)
shop = MongoClient(os.environ["MONGO"]).shop


@bp.post("/orders")
def order():
    try:
        wanted = msgspec.json.decode(request.get_data(), type=Order)
    except msgspec.ValidationError as fault:
        abort(400, str(fault))
    stored = shop.orders.insert_one({"remark": wanted.remark, "lines": [{"article": line.article, "pieces": line.pieces} for line in wanted.lines]})
    return {"id": str(stored.inserted_id)}, 201
