from django.contrib.auth import authenticate
from rest_framework.authtoken.models import Token
from rest_framework.decorators import api_view, throttle_classes
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.response import Response
from rest_framework.views import APIView

from door.throttles import Slowly


def _checked(request):
    account = authenticate(request, username=request.data.get("username"), password=request.data.get("password"))
    if account is None:
        raise AuthenticationFailed()
    return account


class Login(APIView):
    throttle_scope = "login"

    def post(self, request):
        token, _ = Token.objects.get_or_create(user=_checked(request))
        return Response({"token": token.key})


@api_view(["POST"])
@throttle_classes([Slowly])
def forgotten(request):
    _checked(request)
    return Response(status=204)
