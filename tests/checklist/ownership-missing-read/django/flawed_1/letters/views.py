from rest_framework import generics
from rest_framework.response import Response
from rest_framework.views import APIView

from letters.models import Letter
from letters.serializers import LetterSerializer


class LetterList(generics.ListCreateAPIView):
    serializer_class = LetterSerializer

    def get_queryset(self):
        return Letter.objects.filter(patient=self.request.user).order_by("-written")

    def perform_create(self, serializer):
        serializer.save(patient=self.request.user)


class LetterPrint(APIView):
    """The printable text of one letter."""

    def get(self, request, letter_number):
        letter = Letter.objects.get(pk=letter_number)
        return Response({"subject": letter.subject, "text": letter.body})
