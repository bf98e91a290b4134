from rest_framework import serializers, viewsets
from rest_framework.response import Response

from quotes.models import Language, Quote
from quotes.paging import Few


class QuoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Quote
        fields = ["id", "text"]


class LanguageSerializer(serializers.ModelSerializer):
    class Meta:
        model = Language
        fields = ["id", "code"]


class QuoteViews(viewsets.ModelViewSet):
    queryset = Quote.objects.order_by("id")
    serializer_class = QuoteSerializer
    pagination_class = Few

    def list(self, request, *args, **kwargs):
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        if page is not None:
            return self.get_paginated_response(self.get_serializer(page, many=True).data)
        return Response(self.get_serializer(self.get_queryset(), many=True).data)


class LanguageViews(viewsets.ReadOnlyModelViewSet):
    """Two dozen rows that come with the program."""

    queryset = Language.objects.all()
    serializer_class = LanguageSerializer
    pagination_class = None
