from rest_framework import mixins
from rest_framework.viewsets import GenericViewSet, ModelViewSet

from bank_app.models import StandingOrder, Wallet
from bank_app.serializers import StandingOrderSerializer, WalletSerializer


class WalletViewSet(ModelViewSet):
    queryset = Wallet.objects.all()
    serializer_class = WalletSerializer

    def get_queryset(self):
        return super().get_queryset().filter(holder=self.request.user)

    def perform_create(self, serializer):
        serializer.save(holder=self.request.user)


class StandingOrderViewSet(mixins.CreateModelMixin, mixins.ListModelMixin, mixins.DestroyModelMixin, GenericViewSet):
    serializer_class = StandingOrderSerializer

    def get_queryset(self):
        return StandingOrder.objects.filter(made_by=self.request.user).order_by("id")

    def perform_create(self, serializer):
        serializer.save(made_by=self.request.user)
