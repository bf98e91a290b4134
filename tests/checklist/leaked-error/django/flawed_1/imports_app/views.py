from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import APIView

from imports_app.parsing import rows_of


class ImportView(APIView):
    def post(self, request):
        try:
            rows = rows_of(request.data["text"])
        except Exception as error:
            return Response({"detail": str(error)}, status=status.HTTP_500_INTERNAL_SERVER_ERROR)
        return Response({"rows": len(rows)})
