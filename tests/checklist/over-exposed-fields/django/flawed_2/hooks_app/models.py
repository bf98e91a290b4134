from django.conf import settings
from django.db import models


class Hook(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    target = models.CharField(max_length=200)
    signing_secret = models.CharField(max_length=64)


class Delivery(models.Model):
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE)
    status = models.PositiveSmallIntegerField()
