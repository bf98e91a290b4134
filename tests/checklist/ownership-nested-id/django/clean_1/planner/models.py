from django.conf import settings
from django.db import models


class Plan(models.Model):
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="plans")
    title = models.CharField(max_length=50)


class Step(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(max_length=300)
    done = models.BooleanField(default=False)
