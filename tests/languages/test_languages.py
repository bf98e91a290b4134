"""Refusals in the caller's language: over the whole way of a request, from codes, rules and parameters, and never by a cost to others."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile.test_spectral import findings
from tests.languages.kitchen_app import Cook, Recipe

from bedplate import put
from bedplate.testing import Answer, Bed
from bedplate.web.languages import LENGTH_MAX, RANGES_MAX, preferred

KNOWN = {"en": 1, "de": 1, "de-ch": 1, "fr": 1, "zh-hant": 1}


async def asked(bed: Bed, language: str | None, method: str, path: str, body: bytes | None = None) -> Answer:
    """By a cook, with this Accept-Language."""
    client = bed.client(await bed.make(Cook))
    return await client.send(method, path, body=body, headers={} if language is None else {"accept-language": language})


def words(answer: Answer) -> dict[str, str]:
    """What is said of each place."""
    return {one["place"]: one["words"] for one in answer.json["details"]}


# ---- what is said
async def test_a_refusal_is_told_in_the_callers_language(bed: Bed) -> None:
    """The words and their headers change, nothing else does: code, rule and parameters are what a program reads."""
    body = b'{"name": "far too long", "course": "pudding", "portions": 0, "salt": 1}'
    english, german = await asked(bed, None, "POST", "/v1/recipes", body), await asked(bed, "de-AT, en;q=0.5", "POST", "/v1/recipes", body)
    assert german.json["error"] == "Die Angaben stimmen nicht."
    assert words(german) == {
        "body.name": "höchstens 8", "body.course": "eines von: soup, main", "body.portions": "mindestens 1", "body.salt": "gibt es hier nicht",
    }
    silent = [{**one, "words": ""} for one in german.json["details"]]
    assert silent == [{**one, "words": ""} for one in english.json["details"]] and german.code == english.code == "INVALID_INPUT"
    assert (german.headers["content-language"], german.headers["vary"]) == ("de", "Accept-Language")
    assert (english.headers["content-language"], english.headers["vary"]) == ("en", "Accept-Language")


async def test_of_two_texts_the_first_whose_parameters_are_there(bed: Bed) -> None:
    """An unknown order is told with what there is, an unknown parameter without."""
    found = words(await asked(bed, "de", "GET", "/v1/recipes?sauce=red&sort=sauce"))
    assert found["query.sauce"] == "gibt es hier nicht" and found["query.sort"].startswith("gibt es nicht; es gibt: id")


async def test_what_has_no_words_is_said_in_english_and_the_header_says_so(bed: Bed) -> None:
    """A text that names a parameter which is not there does not count either."""
    mixed = await asked(bed, "fr", "POST", "/v1/recipes", b'{"name": "far too long"}')
    assert mixed.json["error"] == "La demande n'est pas valide."
    assert words(mixed) == {"body.name": "must have at most 8 characters"}
    assert mixed.headers["content-language"] == "fr, en"
    unknown = await asked(bed, "fr", "GET", "/v1/nothing")
    assert (unknown.json["error"], unknown.headers["content-language"]) == ("There is nothing at this address.", "en")


async def test_words_of_the_application_are_told_too(bed: Bed) -> None:
    """Of an action, of a hook that nobody declared, of a check; and of the row in a list that a check refuses."""
    recipe = await bed.make(Recipe, put(Recipe.name, "stew"))
    burnt = await asked(bed, "de", "POST", f"/v1/recipes/{recipe.id}/boil")
    assert (burnt.status, burnt.json) == (409, {"error": "Die Suppe ist angebrannt {schade}.", "code": "BURNT_SOUP"})
    assert (await asked(bed, "de", "POST", "/v1/recipes", b'{"name": "brine"}')).json["error"] == "Es fehlt Salz."
    many = await asked(bed, "de", "POST", "/v1/recipes/bulk", b'{"create": [{"name": "a"}, {"name": "b", "course": "soup", "portions": 99}]}')
    assert many.json["error"] == "Suppe gibt es für höchstens zwanzig."
    assert words(many) == {"body.create.1": "Suppe gibt es für höchstens zwanzig."}
    assert many.headers["content-language"] == "de"


async def test_every_door_speaks(bed: Bed) -> None:
    """A stranger, an unknown address, a longer tag, and the language of a part of the world before the language itself."""
    stranger = await bed.client().send("GET", "/v1/recipes", headers={"accept-language": "de"})
    assert (stranger.status, stranger.json["error"]) == (401, "Bitte melden Sie sich an.")
    assert (await asked(bed, "de-CH-1996", "GET", "/v1/nothing")).json["error"] == "Da isch nüt."
    assert (await asked(bed, "de", "GET", "/nothing")).json["error"] == "Hier ist nichts."


async def test_a_refusal_that_is_repeated_is_told_in_the_language_of_its_repeat(bed: Bed) -> None:
    """What is kept under an Idempotency-Key is the refusal, not its words."""
    recipe = await bed.make(Recipe, put(Recipe.name, "stew"))
    client = bed.client(await bed.make(Cook)).with_headers({"idempotency-key": "k"})
    first = await client.post(f"/v1/recipes/{recipe.id}/boil")
    again = await client.with_headers({"accept-language": "de"}).post(f"/v1/recipes/{recipe.id}/boil")
    assert (first.json["error"], again.json["error"]) == ("The soup is burnt.", "Die Suppe ist angebrannt {schade}.")


async def test_answers_have_no_language(bed: Bed) -> None:
    """Rows are what they are: neither header, whoever asks."""
    found = await asked(bed, "de", "GET", "/v1/recipes")
    assert found.status == 200 and "content-language" not in found.headers
    assert "accept-language" not in found.headers.get("vary", "").lower()


# ---- what is asked for
@pytest.mark.parametrize(("header", "tag"), [
    ("de", "de"), ("DE", "de"), ("de-AT", "de"), ("de-CH", "de-ch"), ("de-CH-1996-x-private", "de-ch"), ("zh-Hant-TW", "zh-hant"), ("zh", None),
    ("fr;q=0.4, de;q=0.5", "de"), ("fr, de", "fr"), ("it, fr;q=0.1", "fr"), ("en, de;q=0.9", "en"), ("en-GB;q=0.8, de;q=0.7", "en"),
    ("de;q=0, fr", "fr"), ("de-CH;q=0.5, de-CH;q=0", "de"), ("de-AT, de;q=0", None), ("*", None), ("*, de;q=0.1", "de"), ("fr;q=0", None),
    ("", None), (" , ,de", "de"), ("de ; q = 0.3", "de"), ("de;Q=0.3", "de"), ("de;q=1.000", "de"),
    ("de;q=2", None), ("de;q=-1", None), ("de;q=0.1234", None), ("de;q=", None), ("de;q=NaN", None), ("de;level=1", None), ("de_DE", None),
    ("deutschland", None), ("de-", None), ("\xff", None), ("fr;q=0.0, de;q=0.001", "de"),
])  # fmt: skip
def test_the_header_is_read_as_the_rfcs_have_it(header: str, tag: str | None) -> None:
    """Weights, lookup by shorter and shorter tags, refused languages; what is no range is passed over."""
    assert preferred(header, KNOWN) == tag


def test_only_so_much_of_a_header_is_read() -> None:
    """The last range that counts, and the last character."""
    assert preferred("it," * (RANGES_MAX - 1) + "de", KNOWN) == "de"
    assert preferred("it," * RANGES_MAX + "de", KNOWN) is None
    assert preferred("de," + " " * (LENGTH_MAX - 3), KNOWN) == "de"
    assert preferred("de," + " " * (LENGTH_MAX - 2), KNOWN) is None


@given(st.text(st.characters(max_codepoint=255), max_size=LENGTH_MAX + 10) | st.lists(st.sampled_from(["de", "*", "-", ";", "q=", "0", "1", ".", ",", " "])).map("".join))
def test_no_header_breaks_anything(header: str) -> None:
    """Whatever comes, it is a language that there is, or none."""
    assert preferred(header, KNOWN) in {*KNOWN, None}


async def test_several_headers_are_one_list(bed: Bed) -> None:
    """As the RFC has it; and one of hostile length is answered in English."""
    long = await asked(bed, "de" + ", de" * 400, "GET", "/v1/nothing")
    assert (long.status, long.headers["content-language"]) == (404, "en")


# ---- what documents it
async def test_languages_are_described(bed: Bed, tmp_path: Path) -> None:
    """Each operation takes the header, each refusal says its language; Spectral with all rules finds nothing to say."""
    document: Any = (await bed.client().get("/openapi.json")).json
    reference = {"$ref": "#/components/parameters/Accept-Language"}
    operations = [one for path in document["paths"].values() for one in path.values()]
    assert all(reference in one["parameters"] for one in operations)
    refusals = [*document["components"]["responses"].values(), *(
        answer for one in operations for status, answer in one["responses"].items() if int(status) >= 400 and "$ref" not in answer)]
    assert all("Content-Language" in one["headers"] for one in refusals)
    assert findings(document, tmp_path) == []
