from flask import Blueprint, request, send_from_directory

from maps.tiles import STYLES

bp = Blueprint("maps", __name__)


@bp.route("/tile")
def tile():
    folder = STYLES.get(request.args.get("style", "plain"), STYLES["plain"])
    return send_from_directory(folder, f"{request.args.get('z', 0, type=int)}.png")


@bp.route("/legend/<name>")
def legend(name):
    return send_from_directory("/srv/legends", name)
