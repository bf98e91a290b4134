from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Album, Picture


class PictureSerializer(serializers.ModelSerializer):
    class Meta:
        model = Picture
        fields = ["id", "caption"]


class AlbumView(APIView):
    def album(self):
        return get_object_or_404(Album, pk=self.kwargs["album_id"], owner=self.request.user)


class Pictures(AlbumView):
    def get(self, request, album_id):
        pictures = self.album().pictures.order_by("id")[:40]
        return Response(PictureSerializer(pictures, many=True).data)


class OnePicture(AlbumView):
    def put(self, request, album_id, picture_id):
        self.album()
        picture = get_object_or_404(Picture, pk=picture_id)
        serializer = PictureSerializer(picture, data=request.data)
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response(serializer.data)
