from flask import Blueprint, request, send_file

from maps.tiles import tile_path

bp = Blueprint("maps", __name__)


@bp.route("/tile")
def tile():
    return send_file(tile_path(request.args.get("style", "plain"), request.args.get("z", type=int)))
