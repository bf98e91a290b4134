"""The demo's declarations, compiled: the sample that tests of several rooms share."""
from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from bedplate.declarations.contract import Contract

APP = Path(__file__).parents[2] / "examples" / "helpdesk" / "app.py"


@cache
def module() -> ModuleType:
    """The demo's module, imported once under a name of its own."""
    spec = importlib.util.spec_from_file_location("helpdesk_sample_app", APP)
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = found
    spec.loader.exec_module(found)
    return found


@cache
def contract() -> Contract:
    """The demo's Contract."""
    found: Contract = module().app.contract
    return found
