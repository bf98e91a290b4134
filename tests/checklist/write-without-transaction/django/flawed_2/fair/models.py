from django.db import models


class Stall(models.Model):
    name = models.CharField(max_length=40)


class Permit(models.Model):
    stall = models.ForeignKey(Stall, on_delete=models.PROTECT)
    year = models.IntegerField()
