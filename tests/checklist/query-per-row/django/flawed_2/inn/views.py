from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from inn.models import Room
from inn.nights import booked


class Rooms(APIView):
    permission_classes = [AllowAny]

    def get(self, request):
        rooms = Room.objects.all()[:40]
        return Response([{"room": room.number, "nights": booked(room)} for room in rooms])
