"""Catalogues of words: each code, rule and parameter is one that this application can answer with, and each language is one."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import cast

from bedplate.declarations.application import AppDeclaration
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.contract import Operation, ResourceContract
from bedplate.declarations.declared import suggestion
from bedplate.declarations.message_names import CODES, LANGUAGES, RULES
from bedplate.declarations.messages import Catalogue, Messages, Template
from bedplate.declarations.wrong import WrongExpression
from bedplate.errors import Refusal

__all__ = ["compile_messages"]

_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*", re.ASCII | re.IGNORECASE)  # RFC 5646 2.1
_LONGEST = 1_000  # characters: what /openapi.json says of the words of a refusal


def compile_messages(
    app: AppDeclaration, resources: Mapping[str, ResourceContract], operations: Iterable[Operation], faults: Faults
) -> tuple[Catalogue, ...]:
    """The catalogues of an application, each language once."""
    found: dict[str, Catalogue] = {}
    if not app.messages:
        return ()
    whole = not faults.found  # else a code may be missing because what it belongs to has a fault of its own
    codes = CODES | {kind.code for one in operations for kind in one.refusals} | _own_codes(app, resources)
    for said in app.messages:
        if not isinstance(cast("object", said), Messages):
            faults.add("D620", f"messages={said!r} is no catalogue", 'write `messages=Messages("de", {...})`, or a tuple of these', app.place)
            continue
        with faults.at(said.place):
            _check_language(said, found)
            found[said.language.lower()] = Catalogue(said.language, {}, {})
        made: dict[str, str] = {}
        for code, words in said.codes.items():
            with faults.at(said.place, code):
                made[code] = _words_of_code(code, words, codes if whole else {*codes, code})
        rules: dict[str, tuple[Template, ...]] = {}
        for rule, texts in said.rules.items():
            with faults.at(said.place, rule):
                rules[rule] = _templates(rule, (texts,) if isinstance(texts, str) else texts)
        found[said.language.lower()] = Catalogue(said.language, made, rules)
    return tuple(found.values())


def _own_codes(app: AppDeclaration, resources: Mapping[str, ResourceContract]) -> set[str]:
    """Codes of refusals that the application's own modules define: hooks and services raise them without saying so anywhere."""
    modules = {one.kind.__module__ for one in resources.values()} | {one.function.__module__ for one in app.endpoints}
    packages = {name.partition(".")[0] for name in modules}
    return {kind.code for kind in _below(Refusal) if kind.__module__.partition(".")[0] in packages}


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _check_language(said: Messages, found: Mapping[str, Catalogue]) -> None:
    tag = said.language
    if not _TAG.fullmatch(tag):
        raise WrongExpression("D621", f"{tag!r} is no language tag", 'write it as browsers do: "de", "de-AT", "zh-Hant"')
    primary = tag.partition("-")[0].lower()
    if len(primary) == 2 and primary not in LANGUAGES:
        raise WrongExpression("D621", f"there is no language {primary!r}", "take its code of ISO 639: Greek is el, Japanese ja, Czech cs")
    if tag.lower() in found:
        raise WrongExpression("D622", f"there are two catalogues for {tag!r}", "put them into one")


def _words_of_code(code: str, words: str, codes: frozenset[str] | set[str]) -> str:
    if code not in codes:
        raise WrongExpression("D623", f"no refusal has this code{suggestion(code, sorted(codes))}", "`/docs/errors` lists the codes of this application")
    pieces = _template(words)
    named = next((name for _, name in pieces if name is not None), None)
    if named is not None:
        raise WrongExpression("D625", f"the words name the parameter {named!r}, and a code has none", "leave it out, or double the brackets: {{ }}")
    return "".join(text for text, _ in pieces)


def _templates(rule: str, texts: tuple[str, ...]) -> tuple[Template, ...]:
    if rule not in RULES:
        raise WrongExpression("D624", f"no detail has this rule{suggestion(rule, sorted(RULES))}", f"the rules are: {', '.join(sorted(RULES))}")
    made = tuple(map(_template, texts))
    for name in [name for template in made for _, name in template if name is not None]:
        if name not in RULES[rule]:
            has = ", ".join(f"{{{one}}}" for one in sorted(RULES[rule])) or "none"
            raise WrongExpression("D625", f"the words name the parameter {name!r}, which this rule does not have{suggestion(name, sorted(RULES[rule]))}", f"its parameters are: {has}")
    return made


def _template(words: object) -> Template:
    if not isinstance(words, str) or not words.strip() or len(words) > _LONGEST or not words.isprintable():
        raise WrongExpression("D626", "these are no words", f"write one line of 1 to {_LONGEST} characters")
    try:
        parsed = list(Formatter().parse(words))
    except ValueError as error:
        raise WrongExpression("D626", f"the words cannot be read: {error}", "write parameters as {max}, and a bracket as {{ or }}") from None
    for _, name, form, conversion in parsed:
        if form or conversion or (name is not None and not name.isidentifier()):
            raise WrongExpression("D626", "the words hold more than the name of a parameter between brackets", "write parameters as {max}, and a bracket as {{ or }}")
    return tuple((text, name) for text, name, _, _ in parsed)
