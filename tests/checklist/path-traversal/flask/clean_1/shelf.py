import os
from pathlib import Path

from flask import Blueprint, abort, request, send_from_directory
from werkzeug.utils import secure_filename

shelf = Blueprint("shelf", __name__)
ROOT = Path(os.environ["SHELF"])


@shelf.get("/<path:name>")
def get(name):
    return send_from_directory(ROOT, name)


@shelf.get("/notes/<name>")
def note(name):
    chosen = secure_filename(name)
    if not chosen:
        abort(404)
    with open(ROOT / "notes" / chosen) as file:
        return {"text": file.read(), "page": request.args.get("page", type=int)}
