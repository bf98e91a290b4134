from django.db import models


class Room(models.Model):
    number = models.IntegerField()


class Night(models.Model):
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    day = models.DateField()
