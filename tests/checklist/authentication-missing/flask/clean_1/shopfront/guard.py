from flask import g, redirect, session, url_for

from shopfront.db import get_db


def staff_only():
    staff_id = session.get("staff_id")
    if staff_id is None:
        return redirect(url_for("auth.login"))
    g.staff = get_db().execute("SELECT * FROM staff WHERE id = ?", (staff_id,)).fetchone()
    if g.staff is None:
        session.clear()
        return redirect(url_for("auth.login"))
