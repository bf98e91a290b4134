from django.db import models


class Entry(models.Model):
    name = models.CharField(max_length=60)
    words = models.TextField()
