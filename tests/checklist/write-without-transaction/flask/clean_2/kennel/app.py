from flask import Flask, request

from kennel.forms import Arrival
from kennel.rows import Dog, Open, Stay

app = Flask(__name__)


@app.route("/arrivals", methods=["POST"])
def arrivals():
    given = Arrival.model_validate(request.get_json())
    with Open.begin() as db:
        dog = Dog(name=given.name)
        db.add(dog)
        db.flush()
        db.add(Stay(dog=dog.id, box=given.box))
        return {"dog": dog.id}, 201
