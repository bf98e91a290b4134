from django.db import models


class Feed(models.Model):
    address = models.URLField()
