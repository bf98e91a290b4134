from django.contrib.auth.models import User
from django.db import models


class Diary(models.Model):
    keeper = models.ForeignKey(User, on_delete=models.CASCADE)
    title = models.CharField(max_length=40)


class Page(models.Model):
    diary = models.ForeignKey(Diary, on_delete=models.CASCADE)
    text = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.CASCADE)
