from pathlib import Path

from flask import Blueprint, current_app, request
from werkzeug.utils import secure_filename

bp = Blueprint("portraits", __name__)


@bp.route("/portrait", methods=["PUT"])
def portrait():
    upload = request.files.get("portrait")
    name = secure_filename(upload.filename)
    with Path(current_app.config["PORTRAITS"], name).open("wb") as out:
        out.write(upload.read())
    return {"portrait": True}
