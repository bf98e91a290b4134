from functools import wraps

from flask import abort

from homegrown import visitor


def office_only(view):
    @wraps(view)
    def inner(*args, **kwargs):
        if not visitor.works_here():
            abort(403)
        return view(*args, **kwargs)

    return inner
