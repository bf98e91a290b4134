from django.db import models


class Plant(models.Model):
    latin = models.CharField(max_length=80)
    family = models.CharField(max_length=80)


def in_family(name):
    return Plant.objects.extra(where=["lower(family) = '%s'" % name.lower()])
