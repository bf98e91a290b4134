"""An application of a module without resources."""
from __future__ import annotations

from bedplate import App


app = App(__name__)  # wrong
