from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from hive.keeping import keep


class Weights(APIView):
    permission_classes = [AllowAny]

    def post(self, request):
        weight = keep(request.data["hive"], request.data["grams"])
        return Response({"id": weight.pk}, status=201)
