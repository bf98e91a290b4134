from django.contrib.auth import get_user_model
from django.db import models

Account = get_user_model()


class MessageRows(models.QuerySet):
    def seen_by(self, account):
        return self.filter(receiver=account)


class Message(models.Model):
    receiver = models.ForeignKey(Account, on_delete=models.CASCADE)
    text = models.TextField()
    objects = MessageRows.as_manager()
