from flask import Blueprint, request

from kennel.forms import Arrival
from kennel.rows import Dog, Open, Stay

bp = Blueprint("kennel", __name__)


def arrive(arrival: Arrival) -> int:
    with Open() as db:
        dog = Dog(name=arrival.name)
        db.add(dog)
        db.commit()
        stay = Stay(dog=dog.id, box=arrival.box)
        db.add(stay)
        db.commit()
        return dog.id


@bp.route("/arrivals", methods=["POST"])
def arrivals():
    return {"dog": arrive(Arrival.model_validate(request.get_json()))}, 201
