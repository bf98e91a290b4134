from quart import Blueprint, jsonify

from printer import Printer

bp = Blueprint("printer", __name__, url_prefix="/printer")
office = Printer("office")


@bp.route("/jobs")
async def jobs():
    return jsonify(waiting=office.jobs())
