from django.contrib.auth.models import AbstractUser
from django.db import models


class Person(AbstractUser):
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True)
