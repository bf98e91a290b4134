from rest_framework import serializers

from kitchen.fields import OwnList
from kitchen.models import Item


class ItemSerializer(serializers.ModelSerializer):
    shopping_list = OwnList()

    class Meta:
        model = Item
        fields = ["shopping_list", "name"]
