import os
import uuid

from jose import jwt


def issue(pilot):
    claims = {"sub": str(pilot.id), "jti": uuid.uuid4().hex, "callsign": pilot.callsign}
    return jwt.encode(claims, os.environ["FLIGHT_KEY"], algorithm="HS256")
