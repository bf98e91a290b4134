from rest_framework.response import Response
from rest_framework.views import APIView

from games_app.tools import state_of


class Run(APIView):
    def post(self, request):
        return Response({"level": state_of(request.data["state"])["level"]})
