SITE = "None"


def remember(response, key: str) -> None:
    response.set_cookie("visit", key, httponly=True, secure=True, samesite=SITE)
