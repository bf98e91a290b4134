import hashlib

from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from fans.models import Fan


class JoinSerializer(serializers.Serializer):
    email = serializers.EmailField()
    password = serializers.CharField(min_length=10)


def digest(password):
    return hashlib.sha256(password.encode()).hexdigest()


@api_view(["POST"])
def join(request):
    given = JoinSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    fan = Fan.objects.create(email=given.validated_data["email"], password_digest=digest(given.validated_data["password"]))
    return Response({"id": fan.id}, status=201)
