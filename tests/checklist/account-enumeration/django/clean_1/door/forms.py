from rest_framework import serializers


class Credentials(serializers.Serializer):
    email = serializers.EmailField()
    password = serializers.CharField(max_length=128)
