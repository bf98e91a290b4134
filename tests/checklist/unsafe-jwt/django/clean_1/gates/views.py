from django.contrib.auth import authenticate
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.response import Response
from rest_framework.views import APIView

from gates.tokens import issue


class Enter(APIView):
    def post(self, request):
        account = authenticate(request, username=request.data["username"], password=request.data["password"])
        if account is None:
            raise AuthenticationFailed()
        return Response({"token": issue(account)})
