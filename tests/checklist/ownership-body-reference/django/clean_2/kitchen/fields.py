from rest_framework.serializers import PrimaryKeyRelatedField

from kitchen.models import ShoppingList


class OwnList(PrimaryKeyRelatedField):
    """Only the caller's lists may be named."""

    def get_queryset(self):
        return ShoppingList.objects.filter(buyer=self.context["request"].user)
