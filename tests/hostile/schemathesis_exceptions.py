"""The only place where a check of schemathesis is relaxed, each time with its reason. No check is off.

This file is handed to schemathesis as its hooks: a failure that is wholly covered by a line below is dropped, and counted in its summary.
"""
from __future__ import annotations

import json
from typing import Any

import schemathesis

# Right input that is refused, by what alone was wrong with it
RULES = {
    ("query.fields", "repeated"): "each name once at each level: a pattern cannot say it",
    ("query.fields", "syntax"): "names nest in brackets: a pattern cannot say it",
    ("query.fields", "unknown"): "which names there are below depends on the relation: a pattern cannot say it",
    ("query.fields", "depth"): "at most four levels: a pattern cannot say it",
    ("query.sort", "repeated"): "each name once, in either direction: a pattern cannot say it",
    ("query.group", "repeated"): "each once: a pattern cannot say it",
    ("query.measures", "repeated"): "each once: a pattern cannot say it",
    ("query.sort", "unknown"): "groups are sorted by what is asked for in another parameter",
    ("query.having", "unknown"): "only what is measured in another parameter can be compared",
    ("query.having", "limit"): "so many at the same time: parameters are described one by one",
    **{(f"body.{name}", "min"): "a file is not empty: of bytes it makes none by `minLength`" for name in ("picture", "plan", "paper", "sheet")},
    ("query", "max"): "at most 20 filters at the same time: parameters are described one by one",
    ("query", "required"): "a write by filter has at least one: parameters are described one by one",
    ("body", "max"): "the lists of a bulk have so many rows together: each is described by itself",
    ("body.update", "repeated"): "each row is named once in a bulk: what is an id of a row is not known to a schema",
    ("body.delete", "repeated"): "the same, among the rows that are deleted",
    ("*", "integer"): "1.0 is an integer of JSON Schema and none of ours, which are strict",
    ("*", "types"): "a file must be what it is said to be, and a text UTF-8 throughout: bytes are nothing that a schema knows",
    ("*", "group"): "what stands in the brackets of a group: a pattern cannot say it",
    ("*", "escape"): "a backslash in a group stands before what it escapes: a pattern cannot say it",
    ("*", "reference"): "a written reference must be readable by the caller, else 400 as if it did not exist: that is about data, not form",
}
IN_A_LIST = ("max", "min", "pattern", "escape")  # of texts with a comma between them: a pattern cannot say what each of them must keep
CODES = {
    "INVALID_CURSOR": "a cursor is signed: no schema makes one. That ours are taken is shown in tests/validation/test_cursor.py",
}
UNFIT = {
    414: "all parameters of a list at the same time are longer than an address: they are described one by one",
    412: "a tag that was made up is no tag of the row: that is what If-Match is for",
}
UNTRUE = {
    ("header.if-match", "etag"): "0",  # its coverage phase makes headers of letters and digits only, and sends 0 where a tag needs quotes;
    ("header.if-none-match", "etag"): "0",  # its fuzzing phase makes tags by the pattern, and those must be taken
}
# Wrong input that is refused by a status which the check does not count as a refusal
STATUSES = {
    428: "what RFC 6585 says of a change that names no revision",
    413: "too large to be looked at: a refusal, before anything was validated",
    414: "too long to be looked at: a refusal, before anything was validated",
}


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """False drops a failure."""
    kind = type(failure).__name__
    if kind in ("AcceptedNegativeData", "MissingHeaderNotRejected"):
        return response.status_code not in STATUSES
    if kind != "RejectedPositiveData":
        return True
    if response.status_code != 400:
        return response.status_code not in UNFIT
    refused = json.loads(response.content)
    return refused["code"] not in CODES and not _covered(refused.get("details", []), {name.lower(): value for name, value in case.headers.items()})


def _covered(details: list[dict[str, Any]], headers: dict[str, Any]) -> bool:
    """Every fault that is named must be one of those above."""
    for detail in details:
        if detail["place"].endswith(".in") and detail["rule"] in IN_A_LIST:
            continue
        place, rule = ".".join(detail["place"].split(".")[:2]), detail["rule"]
        unmade = (place, rule) in UNTRUE and str(headers.get(place.partition(".")[2])) == UNTRUE[place, rule]
        if not (unmade or (place, rule) in RULES or ("*", rule) in RULES):
            return False
    return bool(details)
