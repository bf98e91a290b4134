from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from hive.models import Weight
from hive.shapes import NewWeight


class Weights(APIView):
    permission_classes = [AllowAny]

    def post(self, request):
        given = NewWeight(data=request.data)
        given.is_valid(raise_exception=True)
        weight = Weight.objects.create(**given.validated_data)
        return Response({"id": weight.pk}, status=201)
