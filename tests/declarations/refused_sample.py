"""The modules in `refused/`: each is loaded under a name of its own, and what is said about it is kept beside it."""
from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from bedplate.declarations.compiling.faults import declaring
from bedplate.errors import DeclarationFault

REFUSED = Path(__file__).parent / "refused"
MODULES = sorted(REFUSED.glob("[0-9]*.py"))
MARK = "# wrong"


def report(path: Path) -> str:
    """What is said about the module, with plain file names; "" if nothing is."""
    name = f"refused_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        with declaring():
            spec.loader.exec_module(module)
        _ = module.app.contract
    except DeclarationFault as faults:
        return str(faults).replace(f"{path.parent}/", "").replace(name, path.stem) + "\n"
    finally:
        del sys.modules[name]
    return ""


def marked(path: Path) -> set[int]:
    """The lines with the mistakes."""
    return {number for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line.endswith(MARK)}
