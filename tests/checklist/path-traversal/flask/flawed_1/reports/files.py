from flask import Blueprint, send_file
from flask_httpauth import HTTPBasicAuth

from reports.places import full

bp = Blueprint("files", __name__)
auth = HTTPBasicAuth()


@bp.get("/files/<path:name>")
@auth.login_required
def download(name):
    return send_file(full(name), as_attachment=True)
