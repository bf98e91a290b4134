from flask import Blueprint, abort, make_response, request

from cinema.preferences import remember

seats = Blueprint("seats", __name__)


@seats.post("/language")
def language():
    chosen = request.form.get("language")
    if chosen not in {"de", "en", "fr"}:
        abort(400)
    return remember(make_response("", 204), "language", chosen)
