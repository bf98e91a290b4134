from functools import wraps

from flask import redirect, session, url_for
from flask_login import login_required


def second_step(passed, otherwise):
    return passed() if session.get("second_step") else otherwise()


def member_required(view):
    @wraps(view)
    @login_required
    def inner(*args, **kwargs):
        def passed():
            return view(*args, **kwargs)

        return second_step(passed, lambda: redirect(url_for("second")))

    return inner
