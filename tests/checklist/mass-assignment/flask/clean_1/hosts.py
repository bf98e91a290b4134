import os
from functools import wraps

from flask import abort, request
from jose import JWTError, jwt

from models import Host


def host_required(view):
    @wraps(view)
    def wrapper(**values):
        try:
            claims = jwt.decode(request.cookies.get("host", ""), os.environ["HOST_KEY"], algorithms=["HS256"])
        except JWTError:
            abort(401)
        host = Host.get_or_none(Host.subject == claims["sub"])
        if host is None:
            abort(401)
        return view(host=host, **values)

    return wrapper
