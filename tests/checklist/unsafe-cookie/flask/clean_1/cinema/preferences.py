def remember(response, name, value):
    response.set_cookie(name, value, max_age=31_536_000, samesite="Lax")
    return response
