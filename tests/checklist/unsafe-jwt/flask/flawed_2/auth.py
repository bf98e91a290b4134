from flask import request
from flask.views import MethodView
from werkzeug.exceptions import Unauthorized

from store import Pilot
from tokens import issue


class SessionView(MethodView):
    def post(self):
        body = request.get_json()
        pilot = Pilot.query.filter_by(callsign=body["callsign"]).first()
        if pilot is None or not pilot.proves(body["phrase"]):
            raise Unauthorized()
        return {"token": issue(pilot)}
