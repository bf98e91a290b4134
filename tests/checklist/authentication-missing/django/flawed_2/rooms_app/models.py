from django.conf import settings
from django.db import models


class Booking(models.Model):
    room = models.CharField(max_length=20)
    day = models.DateField()
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
