from flask import Blueprint, jsonify, session

api = Blueprint("api", __name__)


@api.get("/settings")
def settings():
    return jsonify(colour=session.get("colour", "blue"))
