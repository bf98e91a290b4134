from django.contrib.auth import get_user_model, login
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from door.forms import Credentials


class Enter(APIView):
    permission_classes = [AllowAny]

    def post(self, request):
        given = Credentials(data=request.data)
        given.is_valid(raise_exception=True)
        person = get_user_model().objects.filter(email=given.validated_data["email"]).first()
        if person is None:
            return Response({"detail": "nobody is known under this address"}, status=404)
        if not person.check_password(given.validated_data["password"]):
            return Response({"detail": "wrong password"}, status=401)
        login(request, person)
        return Response({"name": person.get_full_name()})
