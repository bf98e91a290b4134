"""What a worker process serves: the application that `BEDPLATE_APP` names, composed with this process's environment."""
from __future__ import annotations

import os
from pathlib import Path

from bedplate.tools.entry import load_app
from bedplate.tools.environment import settings_for
from bedplate.web.asgi import AsgiApplication

__all__ = ["application"]


def application() -> AsgiApplication:
    """The factory that the server calls once per worker."""
    app = load_app(os.environ["BEDPLATE_APP"])
    return app.compose(settings_for(Path.cwd(), {}, make_secrets=False)).asgi
