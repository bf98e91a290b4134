import logging
from datetime import date

from flask import request
from flask_restful import Resource

from store import save

log = logging.getLogger("spans")


class Span(Resource):
    def post(self):
        try:
            start, end = date.fromisoformat(request.args["start"]), date.fromisoformat(request.args["end"])
        except ValueError as fault:
            return {"message": f"no date: {fault}"}, 400
        try:
            save(start, end)
        except Exception:
            log.exception("could not save")
            return {"message": "try again later"}, 503
        return {"days": (end - start).days}, 201
