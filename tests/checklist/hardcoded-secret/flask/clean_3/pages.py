from flask import Blueprint, jsonify, session

pages = Blueprint("pages", __name__)


@pages.get("/visits")
def visits():
    session["visits"] = session.get("visits", 0) + 1
    return jsonify(visits=session["visits"])
