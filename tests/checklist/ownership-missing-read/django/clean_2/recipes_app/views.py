from rest_framework import generics
from rest_framework.permissions import IsAuthenticated

from .models import Recipe
from .permissions import CookOrPublished
from .serializers import RecipeSerializer


class Drafts(generics.ListAPIView):
    serializer_class = RecipeSerializer

    def get_queryset(self):
        return Recipe.objects.filter(cook_id=self.request.user.pk, published=False)


class OneRecipe(generics.RetrieveUpdateDestroyAPIView):
    queryset = Recipe.objects.all()
    serializer_class = RecipeSerializer
    permission_classes = [IsAuthenticated & CookOrPublished]
