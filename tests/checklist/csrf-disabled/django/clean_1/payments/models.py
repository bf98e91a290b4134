from django.conf import settings
from django.db import models


class Payment(models.Model):
    payer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    reference = models.CharField(max_length=40)
    settled = models.BooleanField(default=False)
