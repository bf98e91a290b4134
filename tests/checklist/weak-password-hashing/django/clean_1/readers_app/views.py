from rest_framework.generics import CreateAPIView
from rest_framework.permissions import AllowAny

from readers_app.serializers import JoinSerializer


class Join(CreateAPIView):
    serializer_class = JoinSerializer
    permission_classes = [AllowAny]
