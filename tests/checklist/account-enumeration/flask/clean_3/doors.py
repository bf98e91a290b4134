from functools import wraps

from flask import abort

from homegrown import visitor


def office_only(view):
    @wraps(view)
    def inner(*args, **kwargs):
        if visitor.role_office():
            return view(*args, **kwargs)
        abort(403)

    return inner
