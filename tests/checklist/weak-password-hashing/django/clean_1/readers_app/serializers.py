from django.contrib.auth import get_user_model
from rest_framework import serializers

Reader = get_user_model()


class JoinSerializer(serializers.ModelSerializer):
    password = serializers.CharField(write_only=True, min_length=12)

    class Meta:
        model = Reader
        fields = ["username", "password"]

    def create(self, validated_data):
        password = validated_data.pop("password")
        reader = Reader(**validated_data)
        reader.set_password(password)
        reader.save()
        return reader
