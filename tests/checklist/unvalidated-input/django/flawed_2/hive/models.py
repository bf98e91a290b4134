from django.db import models


class Weight(models.Model):
    hive = models.CharField(max_length=20)
    grams = models.IntegerField()
