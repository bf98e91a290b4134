from rest_framework import serializers

from letters.models import Letter


class LetterSerializer(serializers.ModelSerializer):
    class Meta:
        model = Letter
        fields = ["id", "subject", "body", "written"]
        read_only_fields = ["written"]
