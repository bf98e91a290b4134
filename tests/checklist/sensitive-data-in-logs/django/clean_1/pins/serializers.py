from rest_framework import serializers


class PinSerializer(serializers.Serializer):
    device = serializers.CharField()
    password = serializers.CharField(min_length=8)
