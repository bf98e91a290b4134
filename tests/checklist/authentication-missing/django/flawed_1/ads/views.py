from rest_framework import viewsets

from .models import Ad, Report
from .permissions import SellerOrReadOnly
from .serializers import AdSerializer, ReportSerializer


class AdViews(viewsets.ModelViewSet):
    queryset = Ad.objects.all()
    serializer_class = AdSerializer
    permission_classes = [SellerOrReadOnly]

    def perform_create(self, serializer):
        serializer.save(seller=self.request.user)


class ReportViews(viewsets.ModelViewSet):
    queryset = Report.objects.all()
    serializer_class = ReportSerializer
