from django.conf import settings
from django.db import models


class Address(models.Model):
    customer = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="addresses", on_delete=models.CASCADE)
    street = models.CharField(max_length=100)
    city = models.CharField(max_length=60)
