"""What can be translated: the codes of the framework and the rules of `details` with all parameters that may stand beside them.

Kept by hand, so that a catalogue is checked without loading what answers; `tests/web/test_languages.py` compares it with the source.
"""
from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CODES", "LANGUAGES", "RULES"]

_CODES = """
    ANSWER_NOT_KEPT BAD_INPUT BAD_REQUEST CHECK_FAILED CLIENT_GONE CONFLICT CSRF_FAILED DISK_FULL EMAIL_TAKEN FIGURE_TOO_LARGE
    FIXED_AT_CREATION FORBIDDEN HEADERS_TOO_LARGE IDEMPOTENCY_KEY_REQUIRED IDEMPOTENCY_KEY_REUSED ILLEGAL_MOVE IMPOSSIBLE_VALUE INTERNAL_ERROR
    INVALID_CURSOR INVALID_FORM INVALID_INPUT INVALID_JSON KEY_TAKEN METHOD_NOT_ALLOWED NOT_ACCEPTABLE NOT_DELETED NOT_FOUND NOT_READY OVERLOADED
    PARENT_DELETED PAYLOAD_TOO_LARGE PRECONDITION_FAILED PRECONDITION_REQUIRED QUERY_TOO_EXPENSIVE RACE_LOST RANGE_NOT_SATISFIABLE RATE_LIMITED
    REPORT_TOO_LARGE REQUEST_TIMEOUT SHUTTING_DOWN STILL_REFERENCED STORAGE_FAILED TOOK_TOO_LONG TOO_MANY_AFFECTED TOO_MANY_LINKED UNAUTHENTICATED UNAVAILABLE
    UNKNOWN_HOST UNSUPPORTED_MEDIA_TYPE URL_TOO_LONG WEB_REFUSAL WRONG_CREDENTIALS WRONG_SIGNATURE
"""

_PLAIN = """
    base64 bigint boolean bytes characters common date distinct duplicate duration email empty encoding escape file finite group immutable integer
    json list nested new null number object parameter reference repeated syntax text time timestamp unasked unique url utf8 uuid
"""

CODES = frozenset(_CODES.split())

RULES: Mapping[str, frozenset[str]] = {
    **{name: frozenset[str]() for name in _PLAIN.split()},
    **{name: frozenset({name}) for name in ("ge", "gt", "le", "lt", "min", "pattern", "places", "types")},
    **{name: frozenset({"options"}) for name in ("enum", "enumeration", "operator", "required")},
    **{name: frozenset({"max"}) for name in ("depth", "etag", "key")},
    "decimal": frozenset({"places"}), "max": frozenset({"max", "bytes"}), "range": frozenset({"ge", "le"}), "unknown": frozenset({"options", "allowed"}),
}

_LANGUAGES = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr
    fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
    lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si
    sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES = frozenset(_LANGUAGES.split())
"""The languages of two letters (ISO 639-1); of three there are thousands, and every well-formed one is taken."""
