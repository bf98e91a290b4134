from flask import Blueprint, jsonify

tiles = Blueprint("tiles", __name__)


@tiles.get("/tiles/<int:zoom>")
def tile(zoom):
    return jsonify(zoom=min(zoom, 18))
