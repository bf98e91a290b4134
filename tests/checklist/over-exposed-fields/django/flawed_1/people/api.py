from django.contrib.auth import get_user_model
from rest_framework.generics import ListAPIView

from people.serializers import ColleagueSerializer


class Colleagues(ListAPIView):
    queryset = get_user_model().objects.filter(is_active=True)
    serializer_class = ColleagueSerializer
