from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from manuals.tools import KNOWN, text_of


class Run(APIView):
    def get(self, request):
        title = request.query_params.get("title")
        if title not in KNOWN:
            raise NotFound()
        return Response({"text": text_of(title)})
