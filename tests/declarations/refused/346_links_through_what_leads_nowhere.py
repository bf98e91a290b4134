"""The resource in between has no reference to one of the sides."""
from __future__ import annotations

from bedplate import App, Field, Many, Ref, Resource, User, field, links, ref


class Person(User):
    name: Field[str] = field(max=80)


class Track(Resource):
    name: Field[str] = field(max=80)


class PlaylistTrack(Resource):
    track: Ref[Track] = ref()


class Playlist(Resource):
    tracks: Many[Track] = links(through="PlaylistTrack")  # wrong


app = App(__name__, accounts=Person)
