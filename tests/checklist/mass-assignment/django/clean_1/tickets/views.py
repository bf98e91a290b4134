from rest_framework import viewsets

from tickets.models import Ticket
from tickets.serializers import TicketSerializer


class TicketViews(viewsets.ModelViewSet):
    serializer_class = TicketSerializer

    def get_queryset(self):
        return Ticket.objects.filter(author=self.request.user)

    def perform_create(self, serializer):
        serializer.save(author=self.request.user)
