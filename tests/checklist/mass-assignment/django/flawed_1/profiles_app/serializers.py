from rest_framework import serializers

from profiles_app.models import Player


class ProfileSerializer(serializers.ModelSerializer):
    class Meta:
        model = Player
        exclude = ["password", "last_login", "groups"]
        read_only_fields = ["username", "date_joined"]
