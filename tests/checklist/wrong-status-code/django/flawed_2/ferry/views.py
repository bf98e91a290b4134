from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from ferry.timetable import times


class Crossing(APIView):
    permission_classes = [AllowAny]

    def get(self, request, day):
        found = times(day)
        if not found:
            return Response({"success": False, "reason": "no ferry goes on that day"})
        return Response({"success": True, "times": found})
