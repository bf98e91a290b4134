from rest_framework.generics import ListCreateAPIView

from farm.models import Harvest, Meadow
from farm.serializers import HarvestSerializer, MeadowSerializer


class Fields(ListCreateAPIView):
    serializer_class = MeadowSerializer

    def get_queryset(self):
        return Meadow.objects.filter(farmer=self.request.user)

    def perform_create(self, serializer):
        serializer.save(farmer=self.request.user)


class Harvests(ListCreateAPIView):
    serializer_class = HarvestSerializer

    def get_queryset(self):
        return Harvest.objects.filter(meadow__farmer=self.request.user)
