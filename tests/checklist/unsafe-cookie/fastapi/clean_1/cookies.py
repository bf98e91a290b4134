COOKIE = {"httponly": True, "secure": True, "samesite": "lax"}
