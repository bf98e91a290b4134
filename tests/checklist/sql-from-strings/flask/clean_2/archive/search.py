from flask import Blueprint, jsonify, request
from sqlalchemy import text

from archive.engine import NEWEST, run

bp = Blueprint("search", __name__)


@bp.route("/search")
def search():
    words = request.values.get("words", "")
    return jsonify([dict(row) for row in run(NEWEST, words=f"%{words}%")])


@bp.route("/papers")
def several():
    keys = [int(key) for key in request.args.getlist("id")][:50]
    marks = ", ".join(f":k{number}" for number in range(len(keys)))
    found = run(text(f"SELECT id, title FROM papers WHERE id IN ({marks})"), **{f"k{n}": key for n, key in enumerate(keys)})
    return jsonify([dict(row) for row in found])
