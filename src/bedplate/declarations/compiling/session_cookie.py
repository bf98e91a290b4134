"""The name of the session's cookie, where the application has one of its own."""
from __future__ import annotations

import re
from typing import cast

from bedplate.declarations.application import AppDeclaration
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.endpoints import Sessions

__all__ = ["compile_session_cookie"]

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$%&'*+.^_`|~-]{0,63}", re.ASCII)  # RFC 6265 4.1.1


def compile_session_cookie(app: AppDeclaration, faults: Faults) -> str:
    """"" for the usual name."""
    said = cast("object", app.sessions)
    if said is None:
        return ""
    if not isinstance(said, Sessions):
        faults.add("D551", f"sessions={said!r} is no description of sessions", 'write `sessions=Sessions(cookie="sid")`', app.place)
        return ""
    if not app.accounts:
        faults.add("D552", "sessions are described, but nobody can sign in to this application", "name an account class: `App(__name__, accounts=Person)`", app.place)
    if not isinstance(said.cookie, str) or not _TOKEN.fullmatch(said.cookie):  # pyright: ignore[reportUnnecessaryIsInstance]
        faults.add("D551", f"{said.cookie!r} is no name for the session's cookie", "write up to 64 letters, digits, `_` and `-`, the first a letter or digit", app.place)
    return said.cookie
