"""An application that fails in every way that application code can fail, each time with what it was told in the words of the error."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from bedplate import (
    ANYONE,
    AnyCtx,
    App,
    Conflict,
    Cookie,
    Ctx,
    Effects,
    Event,
    Expr,
    Field,
    Header,
    Resource,
    Secret,
    Service,
    Settings,
    Short,
    System,
    User,
    action,
    allow,
    always,
    field,
)


class Config(Settings, prefix="CANARY_"):
    provider_key: Secret


class Spilt(Exception):
    """A careless error: its words, arguments and chain hold what was sent."""

    def __init__(self, words: str) -> None:
        super().__init__(f"could not handle {words}", words)
        self.words = words
        self.add_note(words)


class Sold(Conflict):
    """It is sold."""


@dataclass(frozen=True)
class Noted(Event):
    words: Short


class Person(User, path="people", sign_up="open"):
    """Somebody."""
    name: Field[str] = field(max=200, pii=True)

    @classmethod
    @allow("read", "update")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.id == me.id


class Note(Resource, path="notes", sort="label"):
    """A note with everything that must not leak."""
    label: Field[str] = field(max=400, unique=True, sort=True, filter=True)
    diary: Field[str] = field(max=400, pii=True, default="")
    pin: Field[str] = field(max=400, secret=True, default="")

    @classmethod
    @allow("read", "create", "update", "delete", "explode", "refuse", "tell", "reach", "chain")
    def anybody_signed_in(cls, me: type[Person]) -> Expr[bool]:
        return always

    @action(limit="600/min")
    async def explode(self, ctx: Ctx[Person], *, words: Short) -> Note:
        """Fails with what was said and what is kept."""
        raise Spilt(f"{words} {self.diary} {self.pin} {self.label}")

    @action(limit="600/min")
    async def chain(self, ctx: Ctx[Person], *, words: Short) -> Note:
        """Fails while it handles a failure."""
        try:
            raise KeyError(words)
        except KeyError as error:
            raise RuntimeError(words) from error

    @action(limit="600/min", raises=(Sold,))
    async def refuse(self, ctx: Ctx[Person], *, words: Short) -> Note:
        """Refuses, with words for the operator."""
        raise Sold(private=words)

    @action(limit="600/min")
    async def tell(self, ctx: Ctx[Person], *, words: Short) -> Note:
        """Emits what was said."""
        await ctx.emit(Noted(words=words))
        return self

    @action(limit="600/min")
    async def reach(self, ctx: Effects[Person], remote: Remote, *, words: Short) -> Note:
        """Fails outside."""
        await remote.call(words)
        return self


@Note.on("create")
async def hook(note: Note, ctx: AnyCtx) -> None:
    if note.label.startswith("hook"):
        raise Spilt(f"{note.label} {note.diary} {note.pin}")


app = App(__name__, accounts=Person, settings=Config, title="Canaries")


@app.service
class Remote(Service):
    def __init__(self, config: Config) -> None:
        self._key = config.provider_key.reveal()

    async def call(self, words: str) -> None:
        raise ConnectionError(f"https://user:{self._key}@provider.example/?q={words}")


@app.on(Noted, retries=0)
async def handle(event: Noted, ctx: Effects[System], remote: Remote) -> None:
    await remote.call(event.words)


@app.endpoint("POST", "/hooks/{where}", auth=ANYONE, limit="600/min")
async def knock(
    ctx: AnyCtx, where: Short, *, asked: Short = "", sent: Annotated[Short, Header("X-Canary")] = "", kept: Annotated[Short, Cookie("canary")] = ""
) -> None:
    """Fails with its path, query, header and cookie."""
    raise Spilt(f"{where} {asked} {sent} {kept}")
