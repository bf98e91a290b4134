from rest_framework import status, viewsets
from rest_framework.response import Response

from .models import Address
from .serializers import AddressSerializer


class AddressViewSet(viewsets.ModelViewSet):
    serializer_class = AddressSerializer

    def get_queryset(self):
        return self.request.user.addresses.order_by("city")

    def destroy(self, request, pk=None):
        Address.objects.filter(pk=pk).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
