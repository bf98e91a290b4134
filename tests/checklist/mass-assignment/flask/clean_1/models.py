import os

from peewee import BooleanField, CharField, DateField, ForeignKeyField, Model
from playhouse.db_url import connect

database = connect(os.environ["EVENTS"])


class BaseModel(Model):
    class Meta:
        database = database


class Host(BaseModel):
    subject = CharField(unique=True)


class Event(BaseModel):
    title = CharField()
    day = DateField()
    approved = BooleanField(default=False)
    host = ForeignKeyField(Host)
