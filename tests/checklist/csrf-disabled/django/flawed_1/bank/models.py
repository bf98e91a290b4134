from django.conf import settings
from django.db import models


class Transfer(models.Model):
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    iban = models.CharField(max_length=34)
    cents = models.PositiveIntegerField()
