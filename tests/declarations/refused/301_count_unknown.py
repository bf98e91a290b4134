"""Rows are counted exactly, or up to a cap."""
from bedplate import App, Field, Resource, User, field


class Person(User):
    name: Field[str] = field(max=20)


class Note(Resource, count="all"):  # wrong
    title: Field[str] = field(max=20)


app = App(__name__, accounts=Person)
