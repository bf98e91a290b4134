"""Products with pictures: anybody sees published ones, their owner all; a part with a file that must be there."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import (
    ANYONE,
    SIGNED_IN,
    App,
    Ctx,
    Expr,
    Field,
    File,
    Form,
    Html,
    Http201,
    Many,
    NotFound,
    Numbered,
    Ref,
    Resource,
    SetCookie,
    Upload,
    User,
    actor,
    allow,
    field,
    many,
    ref,
    upload,
)

PICTURES = ("image/png", "image/jpeg")


class Person(User, sign_up="open"):
    name: Field[str] = field(max=80, default="")

    @classmethod
    @allow("read")
    def self(cls, me: type[Person]) -> Expr[bool]:
        return cls.id == me.id


class Product(Resource):
    """Something to show."""

    owner: Ref[Person] = ref(default=actor(Person), writable=False, filter=True)
    title: Field[str] = field(max=80)
    published: Field[bool] = field(default=False)
    picture: Field[File | None] = upload(default=None, max="300KB", types=PICTURES)
    receipt: Field[File | None] = upload(default=None, max="10KB", types=("application/pdf", "text/plain"))
    attachments: Many[Attachment] = many(by="product", max=50)

    @classmethod
    @allow("read", strangers=True, limit="600/min")
    def shown(cls) -> Expr[bool]:
        return cls.published

    @classmethod
    @allow("read", "create", "update", "delete")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.owner.id == me.id

    @classmethod
    @allow("read", "update", fields=("receipt",))
    def own_receipt(cls, me: type[Person]) -> Expr[bool]:
        return cls.owner.id == me.id


class Attachment(Resource, part_of="product"):
    """A paper of a product."""

    product: Ref[Product] = ref(on_delete="cascade", filter=True)
    note: Field[str] = field(max=80, default="")
    pages: Field[int | None] = field(default=None, ge=1)
    file: Field[File] = upload(max="50KB", types=("text/plain", "image/png"), immutable=True)


class Page(Numbered):
    """By number."""

    scan: Field[File | None] = upload(default=None, max="1MB", types=("application/zip",))

    @classmethod
    @allow("read", "create", "update", "delete")
    def all(cls, me: type[Person]) -> Expr[bool]:
        return me.id.not_null()


app = App(__name__, accounts=Person)


@dataclass(frozen=True)
class Sent:
    title: str
    picture: Upload
    published: bool = True


@app.endpoint("POST", "/forum/products", auth=SIGNED_IN, limit="6000/min", types=PICTURES, body_max="400KB")
async def send(body: Form[Sent], ctx: Ctx[Person]) -> Http201[dict[str, str]]:
    """Take a product as a form."""
    sent = body.value
    product = ctx.add(Product(title=sent.title, published=sent.published, picture=sent.picture))
    return Http201({"id": str(product.id), "picture": sent.picture.name}, cookies=[SetCookie("last", str(product.id))])


@app.endpoint("POST", "/forum/look", auth=ANYONE, limit="6000/min", types=PICTURES, raw=True)
async def look(body: Form[Sent]) -> Html:
    """Look at a picture and forget it."""
    first = b"".join([part async for part in body.value.picture.chunks()])
    return Html.of("<p>{name}: {size}</p>", name=body.value.picture.name, size=len(first))


@app.endpoint("GET", "/forum/products/{product}/thumbnail", auth=SIGNED_IN, limit="60/min")
async def thumbnail(product: Product, ctx: Ctx[Person]) -> File:
    """The picture of a product that the caller may see."""
    if product.picture is None:
        raise NotFound
    return product.picture
