from django.contrib.auth import authenticate
from rest_framework.decorators import api_view
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.response import Response

from doors.tokens import issue


@api_view(["POST"])
def token(request):
    account = authenticate(request, username=request.data["username"], password=request.data["password"])
    if account is None:
        raise AuthenticationFailed()
    return Response({"token": issue(account)})
