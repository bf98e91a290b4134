from django.db import models


class Recipe(models.Model):
    cook = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    title = models.CharField(max_length=80)
    published = models.BooleanField(default=False)
