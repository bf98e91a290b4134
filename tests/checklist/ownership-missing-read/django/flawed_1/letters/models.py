from django.conf import settings
from django.db import models


class Letter(models.Model):
    patient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    subject = models.CharField(max_length=120)
    body = models.TextField()
    written = models.DateTimeField(auto_now_add=True)
