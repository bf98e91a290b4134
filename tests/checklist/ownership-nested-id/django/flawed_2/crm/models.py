from django.contrib.auth.models import User
from django.db import models


class Company(models.Model):
    agent = models.ForeignKey(User, on_delete=models.PROTECT)
    name = models.CharField(max_length=100)


class Contact(models.Model):
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    email = models.EmailField()
