from rest_framework import serializers

from farm.models import Harvest, Meadow


class MeadowSerializer(serializers.ModelSerializer):
    class Meta:
        model = Meadow
        fields = ["id", "hectares"]


class HarvestSerializer(serializers.ModelSerializer):
    class Meta:
        model = Harvest
        fields = ["id", "meadow", "tonnes"]

    def validate_meadow(self, meadow):
        if meadow.farmer != self.context["request"].user:
            raise serializers.ValidationError("No such meadow.")
        return meadow
