from rest_framework import serializers

from .models import Person


class RegisterSerializer(serializers.ModelSerializer):
    class Meta:
        model = Person
        fields = ["username", "email", "password"]
        extra_kwargs = {"password": {"write_only": True}}

    def create(self, validated_data):
        return Person.objects.create_user(**validated_data)


class MeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Person
        fields = ["username", "email", "must_change_password", "password_changed_at"]
