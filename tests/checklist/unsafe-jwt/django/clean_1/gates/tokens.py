import datetime
import os

import jwt


def issue(account):
    now = datetime.datetime.now(datetime.UTC)
    claims = {"sub": str(account.pk), "iat": now, "exp": now + datetime.timedelta(minutes=15)}
    return jwt.encode(claims, os.environ["TOKEN_KEY"], algorithm="HS256")
