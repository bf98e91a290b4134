from flask import Blueprint, jsonify, request
from flask_jwt_extended import jwt_required

from events.tables import Event, db, event_schema, events_schema

bp = Blueprint("events", __name__)


@bp.get("")
def index():
    found = Event.query.order_by(Event.day).all()
    return jsonify(events_schema.dump(found))


@bp.post("")
@jwt_required()
def create():
    data = event_schema.load(request.get_json())
    event = Event(title=data["title"], day=data["day"])
    db.session.add(event)
    db.session.commit()
    return event_schema.dump(event), 201
