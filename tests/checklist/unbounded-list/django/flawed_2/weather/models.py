from django.db import models


class Measurement(models.Model):
    station = models.CharField(max_length=20)
    celsius = models.FloatField()
