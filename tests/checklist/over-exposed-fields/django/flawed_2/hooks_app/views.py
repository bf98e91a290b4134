from rest_framework import viewsets

from .models import Delivery, Hook
from .serializers import DeliverySerializer, HookSerializer


class HookViews(viewsets.ReadOnlyModelViewSet):
    serializer_class = HookSerializer

    def get_queryset(self):
        return Hook.objects.filter(owner=self.request.user)


class DeliveryViews(viewsets.ReadOnlyModelViewSet):
    serializer_class = DeliverySerializer

    def get_queryset(self):
        return Delivery.objects.select_related("hook").filter(hook__owner=self.request.user)
