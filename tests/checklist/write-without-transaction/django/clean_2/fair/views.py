from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from fair.models import Permit, Stall
from fair.shapes import NewStall


class Stalls(APIView):
    permission_classes = [AllowAny]

    def post(self, request):
        given = NewStall(data=request.data)
        given.is_valid(raise_exception=True)
        stall = Stall(name=given.validated_data["name"])
        stall.save()
        Permit(stall_id=stall.pk, year=given.validated_data["year"]).save()
        return Response({"stall": stall.pk}, status=201)
