from django.db import models


class Language(models.Model):
    code = models.CharField(max_length=8)


class Quote(models.Model):
    language = models.ForeignKey(Language, on_delete=models.PROTECT)
    text = models.TextField()
