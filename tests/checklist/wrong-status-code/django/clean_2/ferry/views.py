from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from ferry.timetable import times


class Crossing(APIView):
    permission_classes = [AllowAny]

    def get(self, request, day):
        found = times(day)
        if found is None:
            raise NotFound("no ferry goes on that day")
        if not found:
            return Response({"error": "all of them are full"}, status=status.HTTP_409_CONFLICT)
        return Response({"times": found, "error": ""})
