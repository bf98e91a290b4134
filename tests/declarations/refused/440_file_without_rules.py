"""Files that do not say how large they may be, or of which types."""
from __future__ import annotations

from bedplate import App, Field, File, Resource, field, upload


class Product(Resource):
    picture: Field[File] = field()  # wrong
    scan: Field[File] = upload(max="5 MB", types=("image/png",))  # wrong
    film: Field[File] = upload(max="9000GB", types=("video/mp4",))  # wrong
    model: Field[File] = upload(max="5MB", types=("model/obj",))  # wrong
    papers: Field[list[File]] = field(max=3)  # wrong


app = App(__name__)
