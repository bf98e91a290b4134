import logging

from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from convert.units import UnknownUnit, metres

logger = logging.getLogger(__name__)


class Convert(APIView):
    def get(self, request):
        try:
            return Response({"metres": metres(request.query_params["value"], request.query_params["unit"])})
        except UnknownUnit as fault:
            raise ValidationError(str(fault)) from fault
        except Exception:
            logger.exception("conversion failed")
            return Response({"detail": "conversion failed"}, status=500)
