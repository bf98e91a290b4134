from django.contrib.auth.models import User
from django.db import models


class Like(models.Model):
    fan = models.ForeignKey(User, on_delete=models.CASCADE)
    story = models.IntegerField()
