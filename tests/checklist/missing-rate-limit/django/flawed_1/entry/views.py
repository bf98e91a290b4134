from django.contrib.auth import authenticate
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from entry.tokens import token_for


class Login(APIView):
    permission_classes = [AllowAny]

    def post(self, request):
        account = authenticate(request, username=request.data.get("username"), password=request.data.get("password"))
        if account is None:
            raise AuthenticationFailed()
        return Response({"token": token_for(account)})
