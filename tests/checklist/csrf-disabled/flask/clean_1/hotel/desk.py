from flask import Blueprint, abort, redirect, session, url_for

from hotel.rooms import book

desk = Blueprint("desk", __name__)


@desk.post("/bookings/<int:room>")
def create(room):
    clerk = session.get("clerk")
    if clerk is None:
        abort(401)
    book(room, clerk)
    return redirect(url_for("desk.home"))
