from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from inventory.models import Part
from inventory.permissions import StaffWrites


class PartSerializer(serializers.ModelSerializer):
    class Meta:
        model = Part
        fields = "__all__"


class PartViews(viewsets.ModelViewSet):
    queryset = Part.objects.all()
    serializer_class = PartSerializer
    permission_classes = [StaffWrites]

    @action(detail=True, methods=["post"])
    def empty(self, request, pk=None):
        part = self.get_object()
        part.stock = 0
        part.save()
        return Response(status=204)
