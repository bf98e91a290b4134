"""A number holds nothing that could be looked for."""
from bedplate import App, Field, Resource, User, field


class Person(User):
    age: Field[int] = field(contains=True)  # wrong


class Note(Resource):
    title: Field[str] = field(max=20, contains=True)
    tags: Field[list[str]] = field(max=5, contains=True)


app = App(__name__, accounts=Person)
