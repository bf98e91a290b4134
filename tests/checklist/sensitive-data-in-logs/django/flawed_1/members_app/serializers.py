from django.contrib.auth import get_user_model
from rest_framework import serializers


class JoinSerializer(serializers.Serializer):
    email = serializers.EmailField()
    password = serializers.CharField()

    def create(self, validated_data):
        return get_user_model().objects.create_user(username=validated_data["email"], password=validated_data["password"])
