from django.contrib.auth.models import User
from django.db import models


class Card(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    headline = models.CharField(max_length=90)
    text = models.TextField(blank=True)
