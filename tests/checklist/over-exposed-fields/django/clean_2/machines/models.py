from django.contrib.auth.models import User
from django.db import models


class Machine(models.Model):
    owner = models.ForeignKey(User, on_delete=models.CASCADE)
    hostname = models.CharField(max_length=60)
    api_key = models.CharField(max_length=64)

    def public(self):
        return {"id": self.pk, "hostname": self.hostname, "has_key": bool(self.api_key)}
