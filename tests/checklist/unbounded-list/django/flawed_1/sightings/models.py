from django.db import models


class Sighting(models.Model):
    species = models.CharField(max_length=80)
    seen_at = models.DateTimeField(auto_now_add=True)
