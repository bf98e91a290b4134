import secrets

baskets: dict[str, list] = {}


def open_basket() -> str:
    number = secrets.token_urlsafe()
    baskets[number] = []
    return number
