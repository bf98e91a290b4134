from django.contrib.auth.models import User
from django.db import models


class Post(models.Model):
    writer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    text = models.TextField()
    hidden = models.BooleanField(default=False)
