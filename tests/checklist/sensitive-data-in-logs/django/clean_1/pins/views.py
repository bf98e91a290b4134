import logging

from rest_framework.response import Response
from rest_framework.views import APIView

from pins.serializers import PinSerializer

logger = logging.getLogger(__name__)


class SetPin(APIView):
    def post(self, request):
        given = PinSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        logger.info("a password of %d characters for %s", len(given.validated_data["password"]), given.validated_data["device"])
        logger.debug("fields: %s", sorted(given.fields))
        return Response(status=204)
