import os

from peewee import CharField, ForeignKeyField, Model, PostgresqlDatabase, TextField, UUIDField

database = PostgresqlDatabase(os.environ["PGDATABASE"])


class Table(Model):
    class Meta:
        database = database


class Analyst(Table):
    login = CharField(unique=True)


class Report(Table):
    id = UUIDField(primary_key=True)
    analyst = ForeignKeyField(Analyst, backref="reports")
    summary = TextField()
