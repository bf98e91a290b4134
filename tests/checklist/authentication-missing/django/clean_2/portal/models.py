from django.contrib.auth.models import User
from django.db import models


class Notice(models.Model):
    posted_by = models.ForeignKey(User, on_delete=models.CASCADE)
    text = models.TextField()
