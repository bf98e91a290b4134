from flask import Blueprint, jsonify

from exports.faults import UnknownFormat

bp = Blueprint("exports", __name__)


@bp.get("/exports/<kind>")
def export(kind):
    if kind not in {"csv", "json"}:
        raise UnknownFormat(f"{kind} is no format")
    return jsonify(kind=kind)
