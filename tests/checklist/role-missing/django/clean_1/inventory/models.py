from django.db import models


class Part(models.Model):
    name = models.CharField(max_length=80)
    stock = models.IntegerField(default=0)
