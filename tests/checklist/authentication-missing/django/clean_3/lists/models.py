from django.conf import settings
from django.db import models


class Board(models.Model):
    name = models.SlugField(unique=True)
    closed = models.BooleanField(default=False)
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)


class Letter(models.Model):
    board = models.ForeignKey(Board, on_delete=models.CASCADE)
    words = models.TextField()


class Applause(models.Model):
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE)
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
