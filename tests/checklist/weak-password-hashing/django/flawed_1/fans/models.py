from django.db import models


class Fan(models.Model):
    email = models.EmailField(unique=True)
    password_digest = models.CharField(max_length=64)
