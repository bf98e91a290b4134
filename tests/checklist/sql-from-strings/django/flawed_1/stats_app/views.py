from rest_framework.response import Response
from rest_framework.views import APIView

from stats_app.queries import rows


class SalesReport(APIView):
    def get(self, request):
        region = request.query_params.get("region", "north")
        return Response({"rows": rows(region)})
