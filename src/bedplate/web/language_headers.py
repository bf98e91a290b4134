"""What OpenAPI says of languages, where an application has words in more than English."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from bedplate.declarations.messages import Catalogue

__all__ = ["with_languages"]

_ASKED = "Accept-Language"
_TOLD = "Content-Language"


def with_languages(document: dict[str, object], catalogues: Sequence[Catalogue]) -> dict[str, object]:
    """The description, in which every operation takes Accept-Language and every refusal says its language."""
    if not catalogues:
        return document
    tags = ", ".join(["en", *(one.language for one in catalogues if one.language.lower() != "en")])
    text = {"type": "string", "pattern": r"^[^\u0000]*$"}
    components = cast("dict[str, Any]", document["components"])
    components["parameters"] = {_ASKED: {
        "name": _ASKED, "in": "header", "required": False, "description": f"In which language a refusal is told, of: {tags}. The others are told in English.",
        "schema": {**text, "maxLength": 1_000},
    }}  # fmt: skip
    components["headers"][_TOLD] = {"description": "The languages of the words in this answer.", "schema": {**text, "maxLength": 80}}
    for operation in _operations(document):
        operation["parameters"] = [*operation["parameters"], {"$ref": f"#/components/parameters/{_ASKED}"}]
    for response in (*components["responses"].values(), *_own_refusals(document)):
        response["headers"] = {**response["headers"], _TOLD: {"$ref": f"#/components/headers/{_TOLD}"}}
    return document


def _operations(document: dict[str, object]) -> Iterator[dict[str, Any]]:
    for path in cast("dict[str, dict[str, dict[str, Any]]]", document["paths"]).values():
        yield from path.values()


def _own_refusals(document: dict[str, object]) -> Iterator[dict[str, Any]]:
    for operation in _operations(document):
        yield from (response for status, response in operation["responses"].items() if int(status) >= 400 and "$ref" not in response)
