from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response

from .models import Message


class MessageSerializer(serializers.ModelSerializer):
    class Meta:
        model = Message
        fields = ("id", "text")


class Pages(CursorPagination):
    page_size = 30
    ordering = "-id"


class OwnRows:
    """Everything that a set of views finds is found among the caller's own rows."""

    def get_queryset(self):
        return super().get_queryset().seen_by(self.request.user)


class MessageViews(OwnRows, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    queryset = Message.objects.all()
    serializer_class = MessageSerializer
    pagination_class = Pages

    @action(detail=True)
    def plain(self, request, pk=None):
        return Response({"text": self.get_object().text})
