from argon2 import PasswordHasher
from flask.views import MethodView
from flask_smorest import Blueprint

from api.db import Artist, db
from api.schemas import ArtistSchema

blp = Blueprint("artists", __name__, url_prefix="/artists")


@blp.route("")
class Artists(MethodView):
    @blp.arguments(ArtistSchema)
    @blp.response(201, ArtistSchema)
    def post(self, data):
        artist = Artist(stage_name=data["stage_name"], password_hash=PasswordHasher().hash(data["password"]))
        db.session.add(artist)
        db.session.commit()
        return artist


@blp.route("/<int:artist_id>")
class OneArtist(MethodView):
    @blp.response(200, ArtistSchema)
    def get(self, artist_id):
        return db.get_or_404(Artist, artist_id)
