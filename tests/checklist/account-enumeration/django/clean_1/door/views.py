from django.contrib.auth import authenticate, login
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from door.forms import Credentials


class Enter(APIView):
    permission_classes = [AllowAny]

    def post(self, request):
        given = Credentials(data=request.data)
        given.is_valid(raise_exception=True)
        person = authenticate(request, username=given.validated_data["email"], password=given.validated_data["password"])
        if person is None:
            return Response({"detail": "wrong address or password"}, status=401)
        login(request, person)
        return Response({"name": person.get_full_name()})
