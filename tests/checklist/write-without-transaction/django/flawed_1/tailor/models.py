from django.db import models


class Order(models.Model):
    cloth = models.CharField(max_length=40)


class Measure(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    waist = models.IntegerField()
