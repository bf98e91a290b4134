from django.conf import settings
from django.db import models


class Letter(models.Model):
    subject = models.CharField(max_length=120)

    def applaud(self, giver, strength):
        Applause(letter=self, giver=giver, strength=strength).save()


class Applause(models.Model):
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="applause")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    strength = models.IntegerField()


class Mark(models.Model):
    word = models.CharField(max_length=30, unique=True)


class Marking(models.Model):
    mark = models.ForeignKey(Mark, on_delete=models.CASCADE)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE)
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
