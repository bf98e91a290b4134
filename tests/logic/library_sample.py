"""A library whose contracts exist already: endpoints that ask, count and change by queries, and that answer in every declared shape."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from bedplate import (
    ANYONE,
    SIGNED_IN,
    App,
    Conflict,
    Cookie,
    Ctx,
    Effects,
    Expr,
    Field,
    Header,
    Html,
    Http201,
    Http303,
    Http409,
    Many,
    Raw,
    Ref,
    Resource,
    SetCookie,
    Short,
    User,
    allow,
    always,
    field,
    many,
    put,
    ref,
)


class Closed(Conflict):
    """The library is closed."""


class Person(User):
    """A reader."""

    name: Field[str] = field(max=80)

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class Country(Resource):
    """Where a writer lives."""

    name: Field[str] = field(max=80)

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class Writer(Resource):
    """Who wrote a book."""

    name: Field[str] = field(max=80)
    country: Ref[Country] = ref()
    books: Many[Book] = many(by="writer")

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class Book(Resource):
    """Those that are locked away are not there for readers."""

    title: Field[str] = field(max=80)
    pages: Field[int] = field(default=100)
    locked: Field[bool] = field(default=False)
    writer: Ref[Writer] = ref()
    editor: Ref[Person | None] = ref(default=None)

    @classmethod
    @allow("read", "create", "update", "delete")
    def shown(cls, me: type[Person]) -> Expr[bool]:
        return ~cls.locked


@dataclass(frozen=True)
class Numbers:
    """What was counted."""

    count: int
    pages: int
    some: bool
    long: bool


@dataclass(frozen=True)
class Delivery:
    """What the other side sends."""

    id: Short
    title: Short
    writer: Short = ""


app = App(__name__, accounts=Person)


# ---- queries
@app.endpoint("GET", "/numbers", auth=SIGNED_IN, limit="600/min")
async def numbers(ctx: Ctx[Person]) -> Numbers:
    """Looks only."""
    return await _numbers(ctx)


@app.endpoint("GET", "/numbers/acting", auth=SIGNED_IN, limit="600/min")
async def numbers_acting(ctx: Effects[Person]) -> Numbers:
    """The same, of a context that acts."""
    return await _numbers(ctx)


@app.endpoint("GET", "/numbers/all", auth=SIGNED_IN, limit="600/min")
async def numbers_of_all(ctx: Effects[Person]) -> Numbers:
    """Those that readers do not see are counted too."""
    return await _numbers(ctx.system("a report").system("is the same"))


async def _numbers(ctx: Any) -> Numbers:
    books = Book.where(Book.pages > 0)
    return Numbers(
        await books.count(ctx), await books.sum(ctx, Book.pages), await books.exists(ctx), await books.where(Book.pages > 1000).exists(ctx))


@app.endpoint("GET", "/titles", auth=SIGNED_IN, limit="600/min")
async def titles(ctx: Ctx[Person], page: int = 1) -> list[Short]:
    """Two a page, the longest first."""
    found = await Book.where().order_by(Book.pages.desc(), Book.title).page(page, of=2).all(ctx)
    return [book.title for book in found]


@app.endpoint("GET", "/countries", auth=SIGNED_IN, limit="600/min")
async def countries(ctx: Ctx[Person]) -> list[Short]:
    """The longer way brings what stands on it along."""
    books = await Book.where().order_by(Book.title).load(Book.writer.country, Book.editor, Book.writer).all(ctx)
    found: list[str] = []
    for book in books:
        writer = await book.writer
        country = await writer.country
        editor = await book.editor if book.editor is not None else None
        found.append(f"{book.title}: {writer.name}, {country.name}, {editor.name if editor else 'nobody'}")
    return found


@app.endpoint("GET", "/countries/chained", auth=SIGNED_IN, limit="600/min")
async def countries_chained(ctx: Ctx[Person]) -> list[Short]:
    """Step by step."""
    return [(await (await book.writer).country).name for book in await Book.where().load(Book.writer, Writer.country).all(ctx)]


@app.endpoint("GET", "/countries/lost", auth=SIGNED_IN, limit="600/min")
async def countries_lost(ctx: Ctx[Person]) -> int:
    """A book has no country."""
    return len(await Book.where().load(Writer.country).all(ctx))


@app.endpoint("GET", "/only", auth=SIGNED_IN, limit="600/min")
async def only_one(ctx: Ctx[Person], title: Short) -> Book:
    """The only one of this title."""
    return await Book.where(Book.title == title).one(ctx)


@app.endpoint("GET", "/first", auth=SIGNED_IN, limit="600/min")
async def first(ctx: Ctx[Person], title: Short) -> Book | None:
    """Some one of this title, if there is one."""
    return await Book.where(Book.title == title).first(ctx)


@app.endpoint("GET", "/of-writer", auth=SIGNED_IN, limit="600/min")
async def of_writer(ctx: Ctx[Person], writer: Writer) -> list[Short]:
    """Those of one writer, by the relation of the row."""
    return [book.title for book in await writer.books.order_by(Book.title).all(ctx)]


@app.endpoint("POST", "/lengthen", auth=SIGNED_IN, limit="600/min")
async def lengthen(ctx: Ctx[Person]) -> bool:
    """All that the reader may change, as one statement of the decision."""
    Book.where(Book.pages > 100).update(ctx, put(Book.pages, Book.pages + 1), put(Book.editor, ctx.me))
    return True


@app.endpoint("POST", "/clear", auth=SIGNED_IN, limit="600/min")
async def clear(ctx: Ctx[Person]) -> bool:
    """All short ones."""
    Book.where(Book.pages < 150).delete(ctx)
    return True


@app.endpoint("POST", "/as-other", auth=SIGNED_IN, limit="600/min")
async def as_other(ctx: Ctx[Person], other: Person) -> Short:
    """On behalf of somebody else."""
    return ctx.acting_as(other).me.name


# ---- shapes
@app.endpoint("GET", "/page", auth=ANYONE, limit="600/min")
async def page(name: Short = "nobody") -> Html:
    """What is put in is escaped, what is a page already is not."""
    rows = Html.each("<li>{n}</li>", [{"n": "<1>"}, {"n": 2}])
    return Html.of("<b>{name}</b><ul>{rows}</ul>", name=name, rows=rows)


@app.endpoint("GET", "/file", auth=ANYONE, limit="600/min")
async def file() -> Raw:
    """Bytes as they are."""
    return Raw(b"a,b\n1,2\n", media="text/csv")


@app.endpoint("GET", "/bare", auth=ANYONE, limit="600/min", raw=True)
async def bare() -> Numbers:
    """No envelope."""
    return Numbers(1, 2, True, False)


@app.endpoint("POST", "/visits", auth=ANYONE, limit="600/min")
async def visits(
    seen: Annotated[Short, Cookie("seen")] = "", agent: Annotated[Short, Header("X-Agent")] = "none",
) -> Http201[Short] | Http409[Short]:
    """Remembers who was here by cookies."""
    if seen:
        return Http409(f"{seen} {agent}")
    cookies = [SetCookie("seen", "yes", max_age=60), SetCookie("open", "1", http_only=False, secure=False, same_site="Strict", path="/a")]
    return Http201("welcome", headers={"X-Greeting": "hello"}, cookies=cookies)


@app.endpoint("GET", "/elsewhere", auth=ANYONE, limit="600/min")
async def elsewhere() -> Http303[None]:
    """Look there."""
    return Http303(None, headers={"Location": "/page"})


@app.endpoint("GET", "/bad/{what}", auth=ANYONE, limit="600/min")
async def bad(what: Short) -> Http201[Short]:
    """What would break out of a header is a bug of the application, and never sent."""
    wrong = {
        "name": SetCookie("a b", "x"), "value": SetCookie("a", "x;y"), "path": SetCookie("a", "x", path="/;Domain=b"),
    }
    if what == "header":
        return Http201("x", headers={"X-A": "a\r\nb: c"})
    return Http201("x", cookies=[wrong[what]])


@app.endpoint("POST", "/deliveries", auth=SIGNED_IN, limit="600/min", once="id", raises=(Closed,))
async def delivered(body: Delivery, ctx: Ctx[Person]) -> Book:
    """A delivery that comes twice is one."""
    if body.title == "closed":
        raise Closed
    writer = await Writer.where(Writer.name == "Ana").one(ctx)
    return ctx.add(Book(title=body.title, writer=writer))


@app.endpoint("POST", "/acting", auth=SIGNED_IN, limit="600/min")
async def acting(ctx: Effects[Person], title: Short) -> Book:
    """Writes by a decision, and answers with the row."""
    return await ctx.decide(_write, title)


async def _write(ctx: Ctx[Person], title: str) -> Book:
    writer = await Writer.where(Writer.name == "Ana").one(ctx)
    return ctx.add(Book(title=title, writer=writer))
