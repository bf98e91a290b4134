from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from songs.folder import Folder


class Song(APIView):
    permission_classes = [AllowAny]

    def post(self, request):
        Folder().add(request.FILES["song"])
        return Response(status=201)
