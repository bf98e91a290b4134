"""Two groups of endpoints with shapes of their own, two classes of users, a cookie of an old name, and words in German."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeVar

from bedplate import (
    ANYONE,
    SIGNED_IN,
    Accounts,
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
    Messages,
    Refusal,
    Reply,
    Resource,
    Sessions,
    User,
    allow,
    field,
    rules,
)

T = TypeVar("T")
TOKENLESS = {"csrf-disabled": "the old pages know no token"}


class Reader(User, sign_up="open"):
    name: Field[str] = field(max=20, unique=True)

    @classmethod
    @allow("read", "update")
    def own(cls, me: type[Reader]) -> Expr[bool]:
        return cls.id == me.id


class Clerk(User):
    name: Field[str] = field(max=20)

    @classmethod
    @allow("read")
    def own(cls, me: type[Clerk]) -> Expr[bool]:
        return cls.id == me.id


class Book(Resource):
    title: Field[str] = field(max=80)

    @classmethod
    @allow("read", "create")
    def readers(cls, me: type[Reader]) -> Expr[bool]:
        return me.id.not_null()


class Lent(Conflict):
    """It is lent."""


class Http204(Reply[T], status=204):
    """No Content."""
class Http418(Reply[T], status=418):
    """I'm a Teapot."""
class Http422(Reply[T], status=422):
    """Unprocessable Content."""


@dataclass(frozen=True)
class Failure:
    why: str
    places: Annotated[list[str], rules(max=100)]

@dataclass(frozen=True)
class One:
    one: int

@dataclass(frozen=True)
class Other:
    other: str

@dataclass(frozen=True)
class Named:
    name: Annotated[str, rules(max=20)]
    email: Annotated[str, "email"]
    password: Annotated[str, rules(max=100)]


def flat(refusal: Refusal) -> Failure | Http422[Failure]:
    told = Failure(refusal.words, [f"{one.place}: {one.words}" for one in refusal.details])
    return Http422(told) if refusal.status == 400 else told


def page(refusal: Refusal) -> Html | Http303[None]:
    if refusal.code == "FORBIDDEN":
        raise LookupError("a bug of the application")
    return Http303(None, headers={"Location": "/login"}) if refusal.status == 401 else Html.of("<p>{words}</p>", words=refusal.words)


app = App(
    __name__, accounts=(Reader, Clerk), sessions=Sessions(cookie="sid"),
    messages=Messages("de", {"INVALID_INPUT": "Das stimmt nicht.", "LENT": "Es ist verliehen."}, rules={"required": "fehlt"}),
)
old = app.group("/old", raw=True, unknown="ignore", errors=flat)
pages = app.group("/pages", errors=page)


@old.endpoint("POST", "/shapes/{number}", auth=ANYONE, limit="600/min", raises=(Lent,))
async def shapes(
    number: int, agent: Annotated[str, Header("X-Agent"), rules(max=20)] = "", seen: Annotated[str, Cookie("seen"), rules(max=20)] = "",
) -> One | Http201[Other] | Http418[list[int]] | Http409[Other] | Http204[None]:
    """A shape for each number."""
    if number == 5:
        raise Lent
    return [One(1), Http201(Other(agent + seen)), Http418([1, 2]), Http409(Other("no")), Http204[None](None)][number]  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


@old.endpoint("POST", "/named", auth=ANYONE, limit="600/min", unknown="refuse", waive={"account-enumeration": "the old clients tell people"})
async def named(body: Named, ctx: Effects[None], accounts: Accounts) -> One | Http409[Other]:
    """Register."""
    reader = await accounts.register(ctx, Reader(email=body.email, name=body.name), password=body.password)
    return Http409(Other("taken")) if reader is None else One(len(reader.name))


@old.endpoint("POST", "/login", auth=ANYONE, limit="600/min")
async def login(body: Named, ctx: Effects[None], accounts: Accounts) -> Http201[Other] | Http204[None]:
    """Sign in, readers first."""
    for kind in (Reader, Clerk):
        session = await accounts.sign_in(ctx, email=body.email, password=body.password, kind=kind)
        if session is not None:
            return Http201(Other(f"{session.account} {session.csrf}"), cookies=[session.cookie])
    return Http204(None)


@old.endpoint("POST", "/logout", auth=SIGNED_IN, limit="600/min", waive=TOKENLESS)
async def logout(ctx: Effects[Reader], accounts: Accounts) -> Http204[None]:
    """Sign out."""
    return Http204(None, cookies=[await accounts.sign_out(ctx)])


@old.endpoint("POST", "/books", auth=SIGNED_IN, limit="600/min", waive=TOKENLESS)
async def add_book(ctx: Ctx[Reader]) -> One:
    """Without a token."""
    ctx.add(Book(title="new"))
    return One(1)


@old.endpoint("POST", "/guarded", auth=SIGNED_IN, limit="600/min")
async def guarded(ctx: Ctx[Reader]) -> One:
    """With a token."""
    return One(1)


@old.endpoint("POST", "/closed", auth=ANYONE, limit="600/min")
async def closed(ctx: Effects[None], accounts: Accounts) -> One:
    """Of clerks nobody registers himself."""
    await accounts.register(ctx, Clerk(email="new@example.org", name="new"), password="correct horse battery")
    return One(1)


@old.endpoint("POST", "/either", auth=ANYONE, limit="600/min")
async def either(ctx: Effects[None], accounts: Accounts) -> One:
    """Of which class is not said."""
    await accounts.sign_in(ctx, email="new@example.org", password="correct horse battery")
    return One(1)


@pages.endpoint("GET", "/mine", auth=SIGNED_IN, limit="600/min")
async def mine(ctx: Ctx[Clerk]) -> Http303[None] | Html:
    """A page, or another one."""
    return Html.of("<p>{name}</p>", name=ctx.me.name)


@pages.endpoint("GET", "/number", auth=ANYONE, limit="600/min")
async def number(n: int) -> Html:
    """A number."""
    return Html.of("<p>{n}</p>", n=n)
