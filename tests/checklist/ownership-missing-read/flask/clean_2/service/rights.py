from functools import wraps

import jwt
from flask import abort, current_app, g, request

from service.tables import Analyst, Report


def signed_in(view):
    @wraps(view)
    def inner(*args, **kwargs):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            claims = jwt.decode(token, current_app.config["TOKEN_KEY"], algorithms=["HS256"])
        except jwt.InvalidTokenError:
            abort(401)
        g.analyst = Analyst.get_or_none(Analyst.login == claims["sub"])
        if g.analyst is None:
            abort(401)
        return view(*args, **kwargs)

    return inner


def with_own_report(view):
    @wraps(view)
    def inner(self, report_id):
        report = Report.get_or_none(Report.id == report_id)
        if report is None or report.analyst_id != g.analyst.id:
            abort(404)
        return view(self, report)

    return inner
