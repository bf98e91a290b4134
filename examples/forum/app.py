"""A forum whose clients are older than its server: every address, status, shape and cookie is that of `contract.txt`, to the byte."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from bedplate import (
    ANYONE, SIGNED_IN, Accounts, App, Conflict, Ctx, Effects, Email, Expr, Field, File, Form, Html, Http200, Http201, Http303, Http401, Http409, Long, Many,
    NotFound, Numbered, Query, Raw, Ref, Refusal, Reply, Sessions, Short, Upload, User, actor, allow, always, computed, field, forbid, many, only, ref, rules, upload,
)

T = TypeVar("T")
PICTURES = ("image/png", "image/jpeg")
OFTEN, SELDOM = "600/min", "60/min"


# ---- what there is: seen by the endpoints below only, under its own rules
class Member(User, sign_up="open"):
    """Whoever writes here, known by a nick."""
    nick: Field[str] = field(max=30, min=2, pattern=r"[a-z0-9_]+", unique=True, filter=True)
    moderator: Field[bool] = field(default=False, writable=False)
    avatar: Field[File | None] = upload(default=None, max="200KB", types=PICTURES)
    posts: Many[Post] = many(by="author")

    @classmethod
    @allow("read", strangers=True, limit=OFTEN)
    def by_nick(cls) -> Expr[bool]:
        return always

    @classmethod
    @allow("read", fields=("email", "verified_at", "disabled_at"))
    def address_is_private(cls, me: Me) -> Expr[bool]:
        return cls.id == me.id

    @classmethod
    @allow("update")
    def own(cls, me: Me) -> Expr[bool]:
        return cls.id == me.id

Me = type[Member]
ME = actor(Member)


class Thread(Numbered, internal=True):
    """A title, and posts below it; the first of them asks."""
    title: Field[Short] = field(min=1)
    author: Ref[Member] = ref(default=ME, writable=False)
    locked: Field[bool] = field(default=False)
    posts: Many[Post] = many(by="thread", max=500, sort="id")

    @computed
    @classmethod
    def replies(cls) -> Expr[int]:
        """Posts after the first."""
        return cls.posts.count() - 1

    @classmethod
    @allow("read", strangers=True, limit=OFTEN)
    def public(cls) -> Expr[bool]:
        return always

    @classmethod
    @allow("create")
    def members(cls, me: Me) -> Expr[bool]:
        return cls.author.id == me.id

    @classmethod
    @allow("update")
    def moderators(cls, me: Me) -> Expr[bool]:
        return me.moderator


class Post(Numbered, internal=True):
    """What somebody writes in a thread."""
    thread: Ref[Thread] = ref(on_delete="cascade", immutable=True, filter=True)
    author: Ref[Member] = ref(default=ME, writable=False, filter=True)
    text: Field[Long] = field(min=1)
    at: Field[datetime] = field(writable=False)

    @classmethod
    @allow("read", strangers=True, limit=OFTEN)
    def public(cls) -> Expr[bool]:
        return always

    @classmethod
    @allow("create", "update", "delete")
    def own(cls, me: Me) -> Expr[bool]:
        return cls.author.id == me.id

    @classmethod
    @allow("delete")
    def moderators(cls, me: Me) -> Expr[bool]:
        return me.moderator

    @classmethod
    @forbid("create", "update")
    def locked(cls, me: Me) -> Expr[bool]:
        return cls.thread.locked


# ---- the shapes of the contract
class ThreadLocked(Conflict):
    """This thread is locked."""

class Http204(Reply[T], status=204):
    """No Content."""
class Http301(Reply[T], status=301):
    """Moved Permanently."""
class Http422(Reply[T], status=422):
    """Unprocessable Content."""
class Http423(Reply[T], status=423):
    """Locked."""

@dataclass(frozen=True)
class Failure:
    ok: bool
    message: Annotated[str, rules(max=1_000)]

@dataclass(frozen=True)
class Registration:
    email: Email
    password: Short
    nick: Annotated[str, rules(max=30, min=2, pattern=r"[a-z0-9_]+")]

@dataclass(frozen=True)
class Credentials:
    email: Email
    password: Short

@dataclass(frozen=True)
class Profile:
    nick: Short
    posts: int
    moderator: bool

@dataclass(frozen=True)
class Oneself:
    nick: Short
    email: Email
    posts: int
    moderator: bool

@dataclass(frozen=True)
class Opening:
    title: Annotated[str, rules(min=1, max=200)]
    text: Annotated[str, rules(min=1, max=20_000)]

@dataclass(frozen=True)
class Text:
    text: Annotated[str, rules(min=1, max=20_000)]

@dataclass(frozen=True)
class Line:
    id: int
    title: Short
    author: Short
    replies: int
    locked: bool

@dataclass(frozen=True)
class Written:
    id: int
    author: Short
    text: Long
    at: Annotated[str, rules(max=20)]

@dataclass(frozen=True)
class Page:
    id: int
    title: Short
    author: Short
    locked: bool
    posts: Annotated[list[Written], rules(max=500)]

@dataclass(frozen=True)
class Lock:
    locked: bool

@dataclass(frozen=True)
class Picture:
    avatar: Upload


def flat(refusal: Refusal) -> Failure | Http422[Failure] | Http423[Failure]:
    """How the old server said no: its own words for what every client shows, the first fault of an input with its place."""
    if refusal.code == "INVALID_INPUT" or refusal.code == "PASSWORD_REFUSED":
        first = refusal.details[0]
        return Http422(Failure(False, f"{first.place.rpartition('.')[2]}: {first.words}"))
    if isinstance(refusal, ThreadLocked):
        return Http423(Failure(False, refusal.words))
    return Failure(False, OLD_WORDS.get(refusal.code, refusal.words))

OLD_WORDS = {
    "UNAUTHENTICATED": "Please sign in.", "NOT_FOUND": "Not found.", "FORBIDDEN": "That is not yours.", "INVALID_JSON": "The body is not valid JSON.",
    "NICK_ONCE": "That nick is taken.",
}

app = App(__name__, accounts=Member, sessions=Sessions(cookie="sid"), title="Forum")
site = app.group(raw=True, unknown="ignore", errors=flat, waive={"csrf-disabled": "the old pages know no token; the cookie is SameSite=Lax and origins are checked"})


# ---- who is calling
@site.endpoint("POST", "/users", auth=ANYONE, limit=SELDOM, waive={"account-enumeration": "the old clients tell people that an address is taken"})
async def register(body: Registration, ctx: Effects[None], accounts: Accounts) -> Http201[Profile] | Http409[Failure]:
    """Become a member."""
    member = await accounts.register(ctx, Member(email=body.email, nick=body.nick), password=body.password)
    return Http409(Failure(False, "That address is taken.")) if member is None else Http201(Profile(member.nick, 0, False))


@site.endpoint("POST", "/login", auth=ANYONE, limit=SELDOM)
async def login(body: Credentials, ctx: Effects[None], accounts: Accounts) -> Http200[Profile] | Http401[Failure]:
    """Sign in: the cookie `sid`."""
    session = await accounts.sign_in(ctx, email=body.email, password=body.password)
    if session is None:
        return Http401(Failure(False, "E-mail or password is wrong."))
    member = await Member.get(ctx, session.account)
    return Http200(Profile(member.nick, await member.posts.count(ctx), member.moderator), cookies=[session.cookie])


@site.endpoint("POST", "/logout", auth=SIGNED_IN, limit=OFTEN)
async def logout(ctx: Effects[Member], accounts: Accounts) -> Http204[None]:
    """Sign out."""
    return Http204(None, cookies=[await accounts.sign_out(ctx)])


@site.endpoint("GET", "/me", auth=SIGNED_IN, limit=OFTEN)
async def oneself(ctx: Ctx[Member]) -> Oneself:
    """Who is signed in."""
    return Oneself(ctx.me.nick, ctx.me.email, await ctx.me.posts.count(ctx), ctx.me.moderator)


# ---- threads and posts
@site.endpoint("GET", "/threads", auth=ANYONE, limit=OFTEN)
async def threads(ctx: Ctx[None], page: Annotated[int, rules(ge=1, le=1_000)] = 1) -> Http200[list[Line]]:
    """Twenty a page, the newest first; how many there are stands in a header."""
    found = await newest(page).all(ctx)
    lines = [Line(one.id, one.title, (await one.author).nick, one.replies, one.locked) for one in found]
    return Http200(lines, headers={"X-Total-Count": str(await Thread.where().count(ctx))})


def newest(page: int) -> Query[Thread]:
    return Thread.where().order_by(Thread.id.desc()).load(Thread.author).page(page, of=20)


@site.endpoint("POST", "/threads", auth=SIGNED_IN, limit=SELDOM)
async def open_thread(body: Opening, ctx: Ctx[Member]) -> Http201[Line]:
    """Ask something."""
    thread = ctx.add(Thread(title=body.title))
    await ctx.apply()                                                   # the database makes the number, which the post needs
    ctx.add(Post(thread=thread, text=body.text, at=ctx.now))
    return Http201(Line(thread.id, thread.title, ctx.me.nick, 0, False), headers={"Location": f"/threads/{thread.id}"})


@site.endpoint("GET", "/threads/{id}", auth=ANYONE, limit=OFTEN)
async def thread_page(id: int, ctx: Ctx[None]) -> Page:
    """A thread with all its posts."""
    thread = await Thread.get(ctx, id)
    posts = await thread.posts.order_by(Post.id).load(Post.author).all(ctx, max=500)
    return Page(thread.id, thread.title, (await thread.author).nick, thread.locked, [shown(post, (await post.author).nick) for post in posts])


@site.endpoint("GET", "/showthread", auth=ANYONE, limit=OFTEN)
async def old_address(t: int) -> Http301[None]:
    """Links from before."""
    return Http301(None, headers={"Location": f"/threads/{t}"})


@site.endpoint("POST", "/threads/{id}/posts", auth=SIGNED_IN, limit=SELDOM, raises=(ThreadLocked,))
async def answer(id: int, body: Text, ctx: Ctx[Member]) -> Http201[Written]:
    """Answer in a thread."""
    thread = await Thread.get(ctx, id)
    if thread.locked:
        raise ThreadLocked
    post = ctx.add(Post(thread=thread, text=body.text, at=ctx.now))
    await ctx.apply()
    return Http201(shown(post, ctx.me.nick))


@site.endpoint("PUT", "/posts/{id}", auth=SIGNED_IN, limit=OFTEN)
async def change_post(id: int, body: Text, ctx: Ctx[Member]) -> Written:
    """Change what one has written oneself."""
    post = await Post.get(ctx, id)
    post.text = body.text
    return shown(post, (await post.author).nick)


@site.endpoint("DELETE", "/posts/{id}", auth=SIGNED_IN, limit=OFTEN)
async def delete_post(id: int, ctx: Ctx[Member]) -> Http204[None]:
    """Take a post away: one's own, or any as a moderator."""
    ctx.delete(await Post.get(ctx, id))
    return Http204(None)


@site.endpoint("POST", "/threads/{id}/lock", auth=only(ME.moderator), limit=OFTEN)
async def lock(id: int, ctx: Ctx[Member]) -> Lock:
    """Nobody answers any more."""
    thread = await Thread.get(ctx, id)
    thread.locked = True
    return Lock(thread.locked)


def shown(post: Post, author: str) -> Written:
    return Written(post.id, author, post.text, f"{post.at:%Y-%m-%dT%H:%M:%SZ}")


# ---- pages, pictures, bytes
@site.endpoint("GET", "/", auth=ANYONE, limit=OFTEN)
async def front_page(ctx: Ctx[None]) -> Html:
    """The newest threads, for people."""
    rows = [{"id": one.id, "title": one.title, "author": (await one.author).nick, "replies": one.replies} for one in await newest(1).all(ctx)]
    lines = Html.each('<li><a href="/threads/{id}">{title}</a> by {author}, {replies} replies</li>', rows)
    return Html.of('<!doctype html><html lang="en"><title>Forum</title><h1>Forum</h1><ol>{lines}</ol></html>\n', lines=lines)


@site.endpoint("POST", "/me/avatar", auth=SIGNED_IN, limit=SELDOM, types=PICTURES, body_max="200KB")
async def take_avatar(body: Form[Picture], ctx: Ctx[Member]) -> Http303[None]:
    """A picture from a form; the browser is sent to look at it."""
    ctx.me.avatar = body.value.avatar
    return Http303(None, headers={"Location": f"/users/{ctx.me.nick}/avatar"})


@site.endpoint("GET", "/users/{nick}/avatar", auth=ANYONE, limit=OFTEN)
async def avatar(nick: Short, ctx: Ctx[None]) -> File:
    """The picture, with ranges and tags."""
    member = await Member.where(Member.nick == nick).one(ctx)
    if member.avatar is None:
        raise NotFound
    return member.avatar


@site.endpoint("GET", "/ping", auth=ANYONE, limit=OFTEN)
async def ping() -> Raw:
    """For whoever watches."""
    return Raw(b"pong\n", media="text/plain; charset=utf-8")
