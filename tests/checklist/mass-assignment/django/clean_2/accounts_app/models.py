from django.contrib.auth.models import AbstractUser
from django.db import models


class Account(AbstractUser):
    bio = models.TextField(blank=True)
    city = models.CharField(max_length=40, blank=True)
