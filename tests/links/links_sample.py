"""An application in which almost everything is linked to something: tickets and labels, playlists and tracks, people and people."""
from __future__ import annotations

from bedplate import (
    App,
    Ctx,
    Expr,
    Field,
    Many,
    Numbered,
    Ref,
    Resource,
    Row,
    User,
    action,
    actor,
    allow,
    always,
    check,
    computed,
    field,
    forbid,
    links,
    many,
    ref,
)


class Org(Resource):
    """The tenant."""
    name: Field[str] = field(max=40)

    @classmethod
    @allow("read")
    def mine(cls, me: Me) -> Expr[bool]:
        return cls.id == me.org.id


class Person(User, tenant="org"):
    """Who works here."""
    org: Ref[Org] = ref()
    name: Field[str] = field(max=40)
    chief: Field[bool] = field(default=False, writable=False)
    follows: Many[Person] = links(back="followers", max=3)
    followers: Many[Person] = links(back="follows")

    @classmethod
    @allow("read")
    def colleagues(cls, me: Me) -> Expr[bool]:
        return always

    @classmethod
    @allow("update")
    def oneself(cls, me: Me) -> Expr[bool]:
        return cls.id == me.id


Me = type[Person]
ME = actor(Person)


class Label(Resource, tenant="org"):
    """What tickets are labelled with. Some are for chiefs only."""
    org: Ref[Org] = ref()
    name: Field[str] = field(max=40, sort=True)
    secret: Field[bool] = field(default=False)
    locked: Field[bool] = field(default=False)
    tickets: Many[Ticket] = links(back="labels", max=4)

    @classmethod
    @allow("read")
    def open_ones(cls, me: Me) -> Expr[bool]:
        return ~cls.secret | me.chief

    @classmethod
    @allow("create", "update")
    def chiefs(cls, me: Me) -> Expr[bool]:
        return me.chief

    @classmethod
    @forbid("update", fields=("tickets",))
    def locked_stay(cls, me: Me) -> Expr[bool]:
        return cls.locked


class Ticket(Resource, tenant="org", sort="title"):
    """A question."""
    org: Ref[Org] = ref()
    title: Field[str] = field(max=40, filter=True)
    author: Ref[Person] = ref(default=ME, writable=False)
    quiet: Field[bool] = field(default=False)
    labels: Many[Label] = links(back="tickets", max=3, sort="name")
    watchers: Many[Person] = links(back="watched", max=2)

    @classmethod
    @allow("read")
    def seen(cls, me: Me) -> Expr[bool]:
        return (cls.author.id == me.id) | me.chief | cls.watchers.any(lambda one: one.id == me.id)

    @classmethod
    @allow("create", "update", "delete", "relabel")
    def own(cls, me: Me) -> Expr[bool]:
        return (cls.author.id == me.id) | me.chief

    @classmethod
    @allow("read", fields=("labels",))
    def quiet_ones_are_for_chiefs(cls, me: Me) -> Expr[bool]:
        return ~cls.quiet | me.chief

    @classmethod
    @allow("update", fields=("watchers",))
    def watched_by_choice_of_chiefs(cls, me: Me) -> Expr[bool]:
        return me.chief

    @computed
    @classmethod
    def label_count(cls) -> Expr[int]:
        return cls.labels.count()

    @check
    def nobody_watches_a_silent_one(cls) -> Expr[bool]:
        """A ticket called silent has no watchers."""
        return (cls.title != "silent") | ~cls.watchers.any()

    @action(limit="60/min")
    async def relabel(self, ctx: Ctx[Person], *, label: Label, instead_of: Label | None = None) -> None:
        """Put a label on, take another one off."""
        self.labels.add(label)
        if instead_of is not None:
            self.labels.remove(instead_of)


class Track(Numbered):
    """A piece of music."""
    name: Field[str] = field(max=40)

    @classmethod
    @allow("read", "create")
    def all_of_them(cls, me: Me) -> Expr[bool]:
        return always


class Playlist(Numbered):
    """Tracks in an order."""
    name: Field[str] = field(max=40)
    favourites: Many[Track] = links(max=2)
    tracks: Many[Track] = links(back="playlists", through="PlaylistTrack")
    entries: Many[PlaylistTrack] = many(by="playlist")

    @classmethod
    @allow("read", "create", "update")
    def all_of_them(cls, me: Me) -> Expr[bool]:
        return always


class PlaylistTrack(Row):
    """That a track stands in a playlist, and where. Only public ones are seen."""
    playlist: Ref[Playlist] = ref(key=True, on_delete="cascade")
    place: Field[int] = field(key=True, ge=1, le=100)
    track: Ref[Track] = ref()
    public: Field[bool] = field(default=True)

    @classmethod
    @allow("read")
    def public_ones(cls, me: Me) -> Expr[bool]:
        return cls.public

    @classmethod
    @allow("create", "delete")
    def all_of_them(cls, me: Me) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
