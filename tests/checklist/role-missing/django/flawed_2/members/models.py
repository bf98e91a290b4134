from django.contrib.auth.models import AbstractUser
from django.db import models


class Member(AbstractUser):
    role = models.CharField(max_length=10, default="guest")


class Minute(models.Model):
    text = models.TextField()
