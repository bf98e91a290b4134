from rest_framework.response import Response
from rest_framework.views import APIView

from resolve_app.tools import lookup


class Run(APIView):
    def post(self, request):
        return Response({"addresses": lookup(request.data["host"]).split()})
