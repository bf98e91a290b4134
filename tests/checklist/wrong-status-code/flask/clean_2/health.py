from probes import disk, queue

from flask import Blueprint, jsonify

bp = Blueprint("health", __name__)


@bp.get("/report")
def report():
    """What is wrong with others is told with 200: the report itself came about."""
    return jsonify(disk=disk(), queue=queue(), errors=[])


@bp.get("/forms/<name>")
def form(name):
    if name == "short":
        return jsonify(error=None, fields=["name"])
    return jsonify(error=None, fields=["name", "age"])
