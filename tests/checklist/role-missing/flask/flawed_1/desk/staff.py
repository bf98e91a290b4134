from flask import Blueprint, redirect, request, url_for
from flask_login import login_required

from desk.decorators import role_required
from desk.extensions import db
from desk.models import Announcement

staff = Blueprint("staff", __name__, url_prefix="/staff")


@staff.post("/announcements")
@role_required("admin")
def announce():
    text = request.form.get("text", "")
    if not 0 < len(text) <= 500:
        return "text has 1 to 500 letters", 400
    db.session.add(Announcement(text=text))
    db.session.commit()
    return redirect(url_for("home"))


@staff.post("/announcements/<int:announcement_id>/pin")
@role_required("admin", "editor")
def pin(announcement_id):
    found = db.get_or_404(Announcement, announcement_id)
    found.pinned = True
    db.session.commit()
    return redirect(url_for("home"))


@staff.post("/announcements/<int:announcement_id>/remove")
@login_required
def remove(announcement_id):
    found = db.get_or_404(Announcement, announcement_id)
    db.session.delete(found)
    db.session.commit()
    return redirect(url_for("home"))
