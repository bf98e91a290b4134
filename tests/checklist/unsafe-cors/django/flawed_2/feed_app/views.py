from rest_framework.response import Response
from rest_framework.views import APIView


class Feed(APIView):
    def get(self, request):
        return Response({"for": request.user.get_username(), "entries": []})
