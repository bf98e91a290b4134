"""An application of a realistic size: what its start costs grows with it in a line, and it fits into its memory."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
_BOOT = """
import json, sys
from pathlib import Path
import bedplate.running
from bedplate.settings import load, write_dotenv
from many import app

calls = 0

def count(frame, event, argument):
    global calls
    calls += event == "call"

here = Path.cwd()
write_dotenv(here / ".env")
settings = load({}, here)
app.prepare(settings, may_extend=True)
app.__dict__.pop("contract")
if sys.argv[1] == "count":
    sys.setprofile(count)
running = app.compose(settings, {})
sys.setprofile(None)
running.database.close_now()
print(json.dumps({
    "resources": len(app.contract.resources), "operations": len(app.contract.operations), "calls": calls,
    # not ru_maxrss, which a new program takes over from the process that started it
    "megabytes": int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]) * 1024 / 1e6}))
"""


def started(folder: Path, resources: int, what: str) -> dict[str, float]:
    """A process of its own: compiled, its database made, composed."""
    folder.mkdir()
    text = subprocess.run(
        [sys.executable, "-c", f"import many_resources; print(many_resources.source({resources}))"],
        cwd=BENCHMARKS, capture_output=True, text=True, check=True).stdout
    (folder / "many.py").write_text(text, encoding="utf-8")
    (folder / "boot.py").write_text(_BOOT, encoding="utf-8")
    done = subprocess.run([sys.executable, "boot.py", what], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout)
    return found


def test_a_hundred_resources_fit(tmp_path: Path) -> None:
    """Under 150 MB with everything that is made at the start."""
    found = started(tmp_path / "hundred", 100, "weigh")
    assert (found["resources"], found["operations"] > 600) == (100, True)
    assert found["megabytes"] < 150


def test_the_work_of_a_start_grows_in_a_line(tmp_path: Path) -> None:
    """Twice the resources are at most twice the calls of functions: nothing compares each with each."""
    few, many = started(tmp_path / "few", 30, "count"), started(tmp_path / "many", 60, "count")
    assert many["resources"] == 2 * few["resources"]
    assert many["calls"] < 2.05 * few["calls"]
    assert many["calls"] / many["resources"] < 9_000
