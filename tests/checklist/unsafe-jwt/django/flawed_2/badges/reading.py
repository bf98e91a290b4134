import jwt


def claims(request):
    word, _, text = request.headers.get("Authorization", "").partition(" ")
    return jwt.decode(text, options={"verify_signature": False}) if word == "Bearer" else {}
