from rest_framework import serializers

from .models import Address


class AddressSerializer(serializers.ModelSerializer):
    customer = serializers.HiddenField(default=serializers.CurrentUserDefault())

    class Meta:
        model = Address
        fields = ["id", "customer", "street", "city"]
