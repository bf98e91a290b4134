def remember(response, value):
    response.set_cookie("auth", value, httponly=True, secure=False, samesite="Lax")
    return response
