from rest_framework import generics, serializers

from sightings.models import Sighting


class SightingSerializer(serializers.ModelSerializer):
    class Meta:
        model = Sighting
        fields = ["id", "species", "seen_at"]


class Sightings(generics.ListCreateAPIView):
    queryset = Sighting.objects.order_by("-seen_at")
    serializer_class = SightingSerializer
