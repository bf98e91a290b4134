import secrets

from django.contrib.auth import authenticate
from rest_framework.decorators import api_view
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.response import Response

from seats.models import Seat


@api_view(["POST"])
def sit(request):
    account = authenticate(request, username=request.data["username"], password=request.data["password"])
    if account is None:
        raise AuthenticationFailed()
    seat = Seat.objects.create(account=account, code=secrets.token_urlsafe(32))
    response = Response(status=204)
    response.set_cookie("session_token", seat.code, max_age=3600)
    return response
