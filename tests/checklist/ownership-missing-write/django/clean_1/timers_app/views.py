from django.utils import timezone
from rest_framework import serializers, viewsets
from rest_framework.decorators import api_view, permission_classes
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from .models import Timer


class TimerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Timer
        fields = ["id", "label", "stopped"]


class TimerViews(viewsets.ModelViewSet):
    queryset = Timer.objects.all()
    serializer_class = TimerSerializer

    def get_queryset(self):
        if self.action == "list":
            return Timer.objects.filter(owner=self.request.user)
        return Timer.objects.all()

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)


@api_view(["POST"])
@permission_classes([IsAuthenticated])
def stop_timer(request, pk):
    timer = Timer.objects.filter(pk=pk).first()
    if timer is None or not timer.belongs_to(request.user):
        raise NotFound()
    timer.stopped = timezone.now()
    timer.save(update_fields=["stopped"])
    return Response({"stopped": timer.stopped})
