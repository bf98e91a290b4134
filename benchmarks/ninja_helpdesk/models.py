"""The tables of the demo's SQLite file, declared for Django."""
from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import models


class Instant(models.TextField):  # type: ignore[type-arg]
    """A UTC instant, kept as TEXT `YYYY-MM-DDTHH:MM:SS.ffffffZ`, which sorts as it reads."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)

    def get_prep_value(self, value: Any) -> Any:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if isinstance(value, datetime) else value


class Person(models.Model):
    id = models.TextField(primary_key=True)
    org = models.TextField()
    name = models.TextField()
    role = models.TextField()

    class Meta:
        db_table, managed = "person", False

    @property
    def is_staff(self) -> bool:
        return self.role in ("agent", "admin")


class Project(models.Model):
    id = models.TextField(primary_key=True)
    org = models.TextField()
    lead = models.ForeignKey(Person, models.DO_NOTHING, db_column="lead", null=True)

    class Meta:
        db_table, managed = "project", False


class Ticket(models.Model):
    id = models.TextField(primary_key=True)
    org = models.TextField()
    project = models.ForeignKey(Project, models.DO_NOTHING, db_column="project")
    title = models.TextField()
    body = models.TextField()
    priority = models.TextField(default="normal")
    status = models.TextField(default="open")
    author = models.ForeignKey(Person, models.DO_NOTHING, db_column="author")
    assignee = models.ForeignKey(Person, models.DO_NOTHING, db_column="assignee", null=True, related_name="+")
    answered_at = Instant(null=True)
    solved_at = Instant(null=True)
    due_at = models.GeneratedField(expression=models.F("created_at"), output_field=Instant(), db_persist=True)  # as the file has it: never made here
    created_at = Instant()
    updated_at = Instant()
    rev = models.IntegerField(default=1)

    class Meta:
        db_table, managed = "ticket", False

    @property
    def late(self) -> bool:
        return (self.answered_at or datetime.now(UTC)) > self.due_at


class Comment(models.Model):
    id = models.TextField(primary_key=True)
    ticket = models.ForeignKey(Ticket, models.DO_NOTHING, db_column="ticket", related_name="comments")
    author = models.ForeignKey(Person, models.DO_NOTHING, db_column="author")
    body = models.TextField()
    internal = models.BooleanField(default=False)
    created_at = Instant()

    class Meta:
        db_table, managed = "comment", False
