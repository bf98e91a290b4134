from django.db import models


class Field(models.Model):
    name = models.CharField(max_length=40)


class Harvest(models.Model):
    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="harvests")
    tons = models.FloatField()
