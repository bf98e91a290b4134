from flask import Blueprint, jsonify

bp = Blueprint("reports", __name__)


@bp.get("/today")
def today():
    return jsonify(visitors=12)
