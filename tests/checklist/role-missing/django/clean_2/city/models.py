from django.contrib.auth.models import AbstractUser, User
from django.db import models


class Event(models.Model):
    title = models.CharField(max_length=100)
    approved = models.BooleanField(default=False)


class Ticket(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    visitor = models.ForeignKey(User, on_delete=models.CASCADE)
