from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from articles_app.tools import title_of


class LinkSerializer(serializers.Serializer):
    number = serializers.IntegerField()


class Run(APIView):
    def post(self, request):
        link = LinkSerializer(data=request.data)
        link.is_valid(raise_exception=True)
        return Response({"title": title_of(link.validated_data["number"])})
