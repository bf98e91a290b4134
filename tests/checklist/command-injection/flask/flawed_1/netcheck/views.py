from flask import Blueprint, jsonify, request
from flask_login import login_required

from netcheck.console import output

bp = Blueprint("netcheck", __name__)


@bp.get("/ping")
@login_required
def ping():
    host = request.args.get("host", "localhost")
    return jsonify(lines=output("ping", "-c", "1", host).splitlines())
