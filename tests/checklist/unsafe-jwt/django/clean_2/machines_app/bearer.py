import os

import jwt
from django.contrib.auth import get_user_model
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed


class Bearer(BaseAuthentication):
    def authenticate(self, request):
        words = get_authorization_header(request).split()
        if len(words) != 2:
            return None
        try:
            claims = jwt.decode(words[1], os.environ["PUBLIC_KEY"], algorithms=["ES256"], options={"require": ["exp", "sub"]})
        except jwt.PyJWTError as fault:
            raise AuthenticationFailed() from fault
        return get_user_model().objects.get(pk=claims["sub"]), None
