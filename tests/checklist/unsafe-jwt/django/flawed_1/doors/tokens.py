import os

import jwt


def issue(account):
    return jwt.encode({"sub": str(account.pk), "name": account.username}, os.environ["TOKEN_KEY"], algorithm="HS256")
