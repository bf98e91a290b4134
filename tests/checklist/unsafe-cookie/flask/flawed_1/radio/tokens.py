from datetime import datetime, timedelta, timezone

import jwt
from flask import current_app


def token_for(listener):
    end = datetime.now(timezone.utc) + timedelta(days=1)
    return jwt.encode({"sub": listener, "exp": end}, current_app.config["RADIO_KEY"], algorithm="HS256")
