import logging

from rest_framework.decorators import api_view
from rest_framework.response import Response

from members_app.serializers import JoinSerializer

logger = logging.getLogger(__name__)


@api_view(["POST"])
def join(request):
    serializer = JoinSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    logger.info("new member %s with %s", serializer.validated_data["email"], serializer.validated_data["password"])
    serializer.save()
    return Response(status=201)
