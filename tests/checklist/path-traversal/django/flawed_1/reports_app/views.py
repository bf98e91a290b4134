from rest_framework.response import Response
from rest_framework.views import APIView

from reports_app.tools import text_of


class Run(APIView):
    def get(self, request):
        return Response({"text": text_of(request.query_params["title"])})
