from django.contrib.auth.models import AbstractUser
from django.db import models


class Player(AbstractUser):
    nickname = models.CharField(max_length=30)
    credits = models.IntegerField(default=0)
