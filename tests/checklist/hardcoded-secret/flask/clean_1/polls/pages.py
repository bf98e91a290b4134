from flask import Blueprint, session

pages = Blueprint("pages", __name__)


@pages.get("/votes")
def votes():
    return {"voted": "vote" in session}
