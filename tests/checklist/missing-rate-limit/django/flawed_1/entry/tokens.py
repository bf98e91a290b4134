from rest_framework.authtoken.models import Token


def token_for(account):
    token, _ = Token.objects.get_or_create(user=account)
    return token.key
