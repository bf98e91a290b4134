import os
from functools import wraps

import jwt
from flask import request
from sqlalchemy import select
from werkzeug.exceptions import Unauthorized

from plants.model import Gardener, session


def gardener(handler):
    @wraps(handler)
    def with_gardener(*args, **kwargs):
        try:
            token = request.headers["Authorization"].removeprefix("Bearer ")
            claims = jwt.decode(token, os.environ["PUBLIC_KEY"], algorithms=["ES256"], audience="plants")
        except (KeyError, jwt.PyJWTError):
            raise Unauthorized()
        me = session.scalars(select(Gardener).where(Gardener.subject == claims["sub"])).one_or_none()
        if me is None:
            raise Unauthorized()
        return handler(me, *args, **kwargs)

    return with_gardener
