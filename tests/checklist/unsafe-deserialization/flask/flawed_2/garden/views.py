from flask import Blueprint, jsonify, request

from garden.plan import read_plan

bp = Blueprint("garden", __name__)


@bp.post("/plan")
def plan():
    beds = read_plan(request.data)
    return jsonify(beds=len(beds))
