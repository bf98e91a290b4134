from django.contrib.auth.models import AbstractUser
from django.db import models


class Driver(AbstractUser):
    licence_number = models.CharField(max_length=20, blank=True)


class Car(models.Model):
    keeper = models.ForeignKey(Driver, on_delete=models.CASCADE)
    plate = models.SlugField(unique=True)
    nickname = models.CharField(max_length=40)
    last_position = models.CharField(max_length=60, blank=True)
