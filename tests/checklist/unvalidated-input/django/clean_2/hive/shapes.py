from rest_framework import serializers


class NewWeight(serializers.Serializer):
    hive = serializers.CharField(max_length=20)
    grams = serializers.IntegerField(min_value=0, max_value=200_000)
