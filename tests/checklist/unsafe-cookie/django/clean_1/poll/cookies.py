FLAGS = {"httponly": True, "secure": True, "samesite": "Strict"}


def remember(response, value):
    response.set_cookie("__Host-session", value, **FLAGS)
    return response
