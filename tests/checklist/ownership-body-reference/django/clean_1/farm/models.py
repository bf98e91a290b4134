from django.conf import settings
from django.db import models


class Meadow(models.Model):
    farmer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    hectares = models.FloatField()


class Harvest(models.Model):
    meadow = models.ForeignKey(Meadow, on_delete=models.CASCADE)
    tonnes = models.FloatField()
