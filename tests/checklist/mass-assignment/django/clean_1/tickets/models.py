from django.conf import settings
from django.db import models


class Ticket(models.Model):
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    text = models.TextField()
    priority = models.CharField(max_length=8, choices=[("low", "low"), ("high", "high")])
