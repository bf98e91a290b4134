from flask import Blueprint, session

bp = Blueprint("views", __name__)


@bp.get("/theme")
def theme():
    return {"theme": session.get("theme", "light")}
