from django.conf import settings
from django.db import models


class Topic(models.Model):
    title = models.CharField(max_length=80)


class Post(models.Model):
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    words = models.CharField(max_length=400)


class Applause(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE)
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    strength = models.IntegerField()


class Label(models.Model):
    word = models.CharField(max_length=30, unique=True)
    topics = models.ManyToManyField(Topic)
