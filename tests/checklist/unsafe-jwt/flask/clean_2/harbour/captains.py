import os

from peewee import CharField, Model, PostgresqlDatabase

database = PostgresqlDatabase(os.environ["HARBOUR"])


class Captain(Model):
    email = CharField(unique=True)
    proof = CharField()

    class Meta:
        database = database
