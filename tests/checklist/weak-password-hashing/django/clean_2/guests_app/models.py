from django.contrib.auth.hashers import make_password
from django.db import models


class Guest(models.Model):
    name = models.CharField(max_length=40)
    password = models.CharField(max_length=128)
    etag = models.CharField(max_length=32, blank=True)

    @classmethod
    def enrol(cls, name, password):
        return cls.objects.create(name=name, password=make_password(password))
