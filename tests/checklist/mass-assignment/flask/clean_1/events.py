from flask import Blueprint, jsonify, request
from marshmallow import EXCLUDE, Schema, fields, validate

from hosts import host_required
from models import Event

routes = Blueprint("events", __name__)


class EventSchema(Schema):
    class Meta:
        unknown = EXCLUDE

    id = fields.Int(dump_only=True)
    title = fields.Str(required=True, validate=validate.Length(max=120))
    day = fields.Date(required=True)
    approved = fields.Bool(dump_only=True)


schema = EventSchema()


@routes.post("/events")
@host_required
def create(host):
    event = Event.create(**schema.load(request.get_json()), host=host)
    return jsonify(schema.dump(event)), 201


@routes.patch("/events/<int:event_id>")
@host_required
def change(host, event_id):
    event = Event.get_or_none(Event.id == event_id, Event.host == host)
    if event is None:
        return jsonify(message="unknown"), 404
    for name, value in schema.load(request.get_json(), partial=True).items():
        setattr(event, name, value)
    event.save()
    return jsonify(schema.dump(event))
