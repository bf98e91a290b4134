from flask import Blueprint, g, jsonify

from edge.identity import authenticated

bp = Blueprint("sensors", __name__)


@bp.get("/sensors/mine")
@authenticated
def mine():
    return jsonify(site=g.claims["site"])
