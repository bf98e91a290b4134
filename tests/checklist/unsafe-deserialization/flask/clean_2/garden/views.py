from flask import Blueprint, jsonify, request

from garden.plan import read_plan, read_old_plan

bp = Blueprint("garden", __name__)


@bp.post("/plan")
def plan():
    if request.args.get("old"):
        return jsonify(beds=len(read_old_plan(request.data)))
    return jsonify(beds=len(read_plan(request.data)))
