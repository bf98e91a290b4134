from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from core.bus import talk


class Lights(APIView):
    permission_classes = [AllowAny]

    def get(self, request):
        return Response({"state": talk(b"STATE")})
