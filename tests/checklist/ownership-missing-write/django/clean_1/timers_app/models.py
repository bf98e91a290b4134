from django.conf import settings
from django.db import models


class Timer(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    label = models.CharField(max_length=30)
    stopped = models.DateTimeField(null=True)

    def belongs_to(self, account):
        return self.owner == account
