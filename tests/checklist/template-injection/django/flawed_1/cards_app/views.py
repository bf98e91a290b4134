from rest_framework.response import Response
from rest_framework.views import APIView

from cards_app.tools import greeting


class Run(APIView):
    def post(self, request):
        return Response({"card": greeting(request.data["words"], request.user.first_name)})
