from rest_framework import mixins, viewsets

from orders_app.models import Order
from orders_app.serializers import OrderSerializer


class OrderViews(mixins.CreateModelMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """An order names its buyer, and whoever sends it chooses the name."""

    serializer_class = OrderSerializer

    def get_queryset(self):
        return Order.objects.filter(buyer=self.request.user)
