from django.conf import settings
from django.db import models


class Ad(models.Model):
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    text = models.TextField()


class Report(models.Model):
    ad = models.ForeignKey(Ad, on_delete=models.CASCADE)
    reason = models.CharField(max_length=200)
