from flask import Blueprint, jsonify, request

from basic_auth import auth
from tables import Entry, db

entries = Blueprint("entries", __name__, url_prefix="/entries")


@entries.post("/")
@auth.login_required
def create():
    entry = Entry(**request.get_json())
    db.session.add(entry)
    db.session.commit()
    return jsonify(id=entry.id), 201
