from rest_framework import serializers


class NewStall(serializers.Serializer):
    name = serializers.CharField(max_length=40)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
