from flask import Blueprint, request
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy import select

from plants.caller import gardener
from plants.model import Plant, Reading, session

blueprint = Blueprint("readings", __name__)


class Measured(BaseModel):
    plant: int
    moisture: float = Field(ge=0, le=1)


@blueprint.route("/plants")
@gardener
def plants(me):
    rows = session.scalars(select(Plant).where(Plant.gardener_id == me.id).limit(100))
    return {"plants": [row.id for row in rows]}


@blueprint.route("/readings", methods=["POST"])
@gardener
def measure(me):
    try:
        measured = Measured.model_validate(request.json)
    except ValidationError as fault:
        return {"faults": fault.errors()}, 400
    reading = Reading()
    reading.moisture = measured.moisture
    reading.plant_id = measured.plant
    session.add(reading)
    session.commit()
    return {"id": reading.id}, 201
