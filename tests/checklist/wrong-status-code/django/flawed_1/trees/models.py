from django.db import models


class Tree(models.Model):
    height = models.FloatField()
