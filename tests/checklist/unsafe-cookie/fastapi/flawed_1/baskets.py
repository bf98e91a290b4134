import secrets

baskets: dict[str, list] = {}


def open_basket(store: dict) -> str:
    number = secrets.token_urlsafe()
    store[number] = []
    return number
