from django.db import models


class Reading(models.Model):
    meter = models.IntegerField()
    value = models.FloatField()
