from rest_framework import serializers

from bank_app.models import StandingOrder, Wallet


class WalletSerializer(serializers.ModelSerializer):
    class Meta:
        model = Wallet
        fields = ["id", "label"]


class StandingOrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = StandingOrder
        fields = ["id", "wallet", "cents"]
