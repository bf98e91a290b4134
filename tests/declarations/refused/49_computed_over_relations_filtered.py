"""A filter that no index can serve."""
from __future__ import annotations

from bedplate import App, Expr, Field, Many, Ref, Resource, computed, field, many, ref


class Ticket(Resource):
    title: Field[str] = field(max=200)
    comments: Many[Comment] = many(by="ticket")

    @computed(filter=True)
    @classmethod
    def talk(cls) -> Expr[int]:  # wrong
        return cls.comments.count()


class Comment(Resource):
    ticket: Ref[Ticket] = ref()
    body: Field[str] = field(max=2_000)


app = App(__name__)
