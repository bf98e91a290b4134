"""One side keeps the links itself, the other in rows."""
from __future__ import annotations

from bedplate import App, Field, Many, Ref, Resource, User, field, links, ref


class Person(User):
    name: Field[str] = field(max=80)


class Track(Resource):
    playlists: Many[Playlist] = links(back="tracks")  # wrong


class PlaylistTrack(Resource):
    track: Ref[Track] = ref()
    playlist: Ref[Playlist] = ref()


class Playlist(Resource):
    tracks: Many[Track] = links(back="playlists", through="PlaylistTrack")  # wrong


app = App(__name__, accounts=Person)
