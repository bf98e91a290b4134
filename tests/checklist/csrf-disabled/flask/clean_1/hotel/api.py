from flask import Blueprint
from flask_jwt_extended import get_jwt_identity, jwt_required

from hotel.rooms import book

api = Blueprint("api", __name__)


@api.post("/bookings/<int:room>")
@jwt_required(locations=["headers"])
def create(room):
    book(room, get_jwt_identity())
    return "", 201
