from flask import Blueprint, jsonify
from flask_jwt_extended import jwt_required
from webargs import fields, validate
from webargs.flaskparser import use_args

from catalogue.paging import window
from catalogue.things import Thing, db

bp = Blueprint("catalogue", __name__)


@bp.get("/things")
def things():
    rows = window(Thing.query.order_by(Thing.id)).all()
    return jsonify([{"id": row.id, "title": row.title} for row in rows])


@bp.post("/things")
@jwt_required()
@use_args({"title": fields.Str(required=True, validate=validate.Length(max=100))})
def add(args):
    thing = Thing(title=args["title"])
    db.session.add(thing)
    db.session.commit()
    return jsonify(id=thing.id), 201
