"""The tables of the demo's SQLite file, declared for SQLAlchemy. A reference column is named like its field (`ticket.author`)."""
from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Dialect, Enum, FetchedValue, ForeignKey, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Role(StrEnum):
    REQUESTER, AGENT, ADMIN = "requester", "agent", "admin"


class Priority(StrEnum):
    LOW, NORMAL, URGENT = "low", "normal", "urgent"


class Status(StrEnum):
    OPEN, WAITING, SOLVED, CLOSED = "open", "waiting", "solved", "closed"


STAFF = (Role.AGENT, Role.ADMIN)


class Instant(TypeDecorator[datetime]):
    """A UTC instant, kept as TEXT `YYYY-MM-DDTHH:MM:SS.ffffffZ`, which sorts as it reads."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def words(kind: type[StrEnum]) -> Enum:
    return Enum(kind, native_enum=False, create_constraint=False, values_callable=lambda members: [member.value for member in members])


class Base(DeclarativeBase):
    type_annotation_map = {datetime: Instant, Role: words(Role), Priority: words(Priority), Status: words(Status)}  # noqa: RUF012  (SQLAlchemy's own way)


class Org(Base):
    __tablename__ = "org"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Person(Base):
    __tablename__ = "person"

    id: Mapped[str] = mapped_column(primary_key=True)
    org_id: Mapped[str] = mapped_column("org", ForeignKey("org.id"))
    name: Mapped[str]
    role: Mapped[Role]


class Project(Base):
    __tablename__ = "project"

    id: Mapped[str] = mapped_column(primary_key=True)
    org_id: Mapped[str] = mapped_column("org", ForeignKey("org.id"))
    name: Mapped[str]
    lead_id: Mapped[str | None] = mapped_column("lead", ForeignKey("person.id"))

    lead: Mapped[Person | None] = relationship()


class Ticket(Base):
    __tablename__ = "ticket"

    id: Mapped[str] = mapped_column(primary_key=True)
    org_id: Mapped[str] = mapped_column("org", ForeignKey("org.id"))
    project_id: Mapped[str] = mapped_column("project", ForeignKey("project.id"))
    title: Mapped[str]
    body: Mapped[str]
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL)
    status: Mapped[Status] = mapped_column(default=Status.OPEN)
    author_id: Mapped[str] = mapped_column("author", ForeignKey("person.id"))
    assignee_id: Mapped[str | None] = mapped_column("assignee", ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    solved_at: Mapped[datetime | None]
    due_at: Mapped[datetime] = mapped_column(FetchedValue())  # a generated column of the file
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    rev: Mapped[int] = mapped_column(default=1)

    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    comments: Mapped[list[Comment]] = relationship(back_populates="ticket", order_by="(Comment.created_at, Comment.id)")

    @property
    def late(self) -> bool:
        """Whether the first answer came, or is coming, too late."""
        return (self.answered_at or datetime.now(UTC)) > self.due_at


class Comment(Base):
    __tablename__ = "comment"

    id: Mapped[str] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column("ticket", ForeignKey("ticket.id"))
    author_id: Mapped[str] = mapped_column("author", ForeignKey("person.id"))
    body: Mapped[str]
    internal: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    ticket: Mapped[Ticket] = relationship(back_populates="comments")
