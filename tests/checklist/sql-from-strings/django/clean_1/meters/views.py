from django.db import connection
from rest_framework.decorators import api_view
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from meters.models import Reading

COLUMNS = {"newest": "id DESC", "largest": "value DESC"}


class Readings(APIView):
    def get(self, request):
        order = request.query_params.get("order", "newest")
        if order not in COLUMNS:
            raise ValidationError("unknown order")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, value FROM meters_reading WHERE meter = %s ORDER BY {COLUMNS[order]} LIMIT 100",
                           [request.query_params.get("meter")])
            return Response({"rows": cursor.fetchall()})


@api_view()
def readings_of(request, meter):
    found = Reading.objects.raw(f"SELECT * FROM meters_reading WHERE meter = {meter} AND value > %s LIMIT 50", [request.GET.get("above", 0)])
    return Response([each.value for each in found])
