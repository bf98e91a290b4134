import jwt

import keys


def verify(ticket):
    try:
        return jwt.decode(ticket, keys.TICKET_KEY, algorithms=[keys.ALGORITHM], options={"require": ["exp"]})
    except jwt.InvalidTokenError:
        return None
