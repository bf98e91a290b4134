from django.db import models


class Visitor(models.Model):
    mail = models.EmailField(unique=True)
    password = models.CharField(max_length=200)
