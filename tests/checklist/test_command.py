"""`bedplate review` as it is called: formats, thresholds, waivers, baselines, changes, configuration, exit codes."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bedplate.tools.review import review

APP = """\
from flask import Flask, jsonify, request
from store import find, rows

app = Flask(__name__)


@app.get("/search")
def search():
    return jsonify(rows("SELECT id FROM notes WHERE title = '" + request.args["title"] + "' LIMIT 5"))


@app.get("/notes/<int:note_id>")
def note(note_id):
    return jsonify(find(note_id))
"""
STORE = """\
import sqlite3


def rows(statement):
    return sqlite3.connect("notes").execute(statement).fetchall()


def find(key):
    return sqlite3.connect("notes").execute("SELECT title FROM notes WHERE id = ?", (key,)).fetchone()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    (tmp_path / "store.py").write_text(STORE, encoding="utf-8")
    return tmp_path


def run(project: Path, *words: str) -> Result:
    return CliRunner().invoke(review, [str(project), *words])


def document(project: Path, *words: str) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(run(project, "--format", "json", *words).stdout)
    return found


def amend(project: Path, old: str, new: str) -> None:
    file = project / "app.py"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


CALL = "    return jsonify(rows("


def test_text_says_where_what_why_and_how_to_cure(project: Path) -> None:
    """The text names the place, the item, the route, the evidence across files, the reason and a patch; findings exit with 1."""
    done = run(project)
    assert done.exit_code == 1
    for words in ("store.py:5:", "critical sql-from-strings (0.93)", "route: GET /search", "app.py:8:1 GET /search is handled by search",
                  "why: ", "cure: ", "see: BP", "CWE-89", "1 findings in 2 routes (2 files"):  # fmt: skip
        assert words in done.stdout, words


def test_nothing_found_exits_with_zero(project: Path) -> None:
    """A clean application prints the count of its routes and exits with 0."""
    amend(project, CALL, "    return jsonify((lambda statement: [])(")
    done = run(project)
    assert (done.exit_code, done.stdout.splitlines()[-1].split(" (")[0]) == (0, "0 findings in 2 routes")


def test_json_has_three_lists(project: Path) -> None:
    """Findings, unsupported pairs and unresolved places: no key more, and each finding with its whole evidence."""
    found = document(project)
    assert list(found) == ["findings", "unsupported", "unresolved"]
    (finding,) = found["findings"]
    assert finding["item"] == "sql-from-strings"
    assert finding["confidence"] == 0.93
    assert finding["framework"] == "flask"
    assert finding["place"] == {"path": "store.py", "line": 5, "column": 12}
    assert {"item": "undocumented-route", "framework": "flask"} in found["unsupported"]


def test_what_cannot_be_followed_is_said(project: Path) -> None:
    """A path that is no constant makes its route unresolved; it is neither passed nor found."""
    amend(project, '@app.get("/notes/<int:note_id>")', "import routes\n\n\n@app.get(routes.NOTE)")
    (gap,) = document(project)["unresolved"]
    assert gap["place"] == {"path": "app.py", "line": 15, "column": 2}
    assert gap["reason"] == "the path of the route is not a constant"


def test_sarif_is_one_run_with_rules_places_and_flows(project: Path) -> None:
    """SARIF 2.1.0: every result's rule is declared, its place is relative, its evidence a code flow, its fingerprint stable."""
    report = json.loads(run(project, "--format", "sarif").stdout)
    (only,) = report["runs"]
    (result,) = only["results"]
    assert report["version"] == "2.1.0"
    assert result["ruleId"] in {rule["id"] for rule in only["tool"]["driver"]["rules"]}
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "store.py"
    assert len(result["codeFlows"][0]["threadFlows"][0]["locations"]) >= 2
    assert result["partialFingerprints"] == {"bedplate/v1": document(project)["findings"][0]["fingerprint"]}


def test_annotations_are_one_line_each(project: Path) -> None:
    """GitHub's workflow command: severity, file, line and title; what would end the command is escaped."""
    (line,) = run(project, "--format", "github").stdout.splitlines()
    assert line.startswith("::error file=store.py,line=5,col=12,title=sql-from-strings%3A ")
    assert "\n" not in line


def test_routes_are_printed_as_mounted(project: Path) -> None:
    """`--routes` prints method, path, handler, authentication, limits and inputs of every route, and exits with 0."""
    done = run(project, "--routes")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert "GET     /notes/<int:note_id>" in lines
    assert "        handler search at app.py:8:1" in lines
    assert "        authentication none; limits none; answer undeclared" in lines
    assert "        input path note_id: int" in lines
    assert "        input query title" in lines


@pytest.mark.parametrize(("confidence", "count"), [("0.93", 1), ("0.94", 0), ("0", 1)])
def test_confidence_is_a_floor(project: Path, confidence: str, count: int) -> None:
    """What is less sure than `--confidence` is not shown."""
    assert len(document(project, "--confidence", confidence)["findings"]) == count


@pytest.mark.parametrize("words", [["--confidence", "2"], ["--format", "xml"], ["--write-baseline"], ["--changed", "no-such-revision"]])
def test_wrong_use_exits_with_two(project: Path, words: list[str]) -> None:
    """What makes no sense is refused with the reason, before anything is printed as a report."""
    done = run(project, *words)
    assert done.exit_code == 2
    assert "Error: " in done.stderr
    assert done.stdout == ""


def test_a_file_that_is_no_python_exits_with_three(project: Path) -> None:
    """Unreadable source is a fault by name and line; without findings the exit code is 3."""
    amend(project, CALL, "    return jsonify((lambda statement: [])(")
    (project / "views.py").write_text("from flask import Flask\ndef (:\n", encoding="utf-8")
    done = run(project)
    assert done.exit_code == 3
    assert "fault: views.py:2: cannot be parsed" in done.stdout


@pytest.mark.parametrize(("waiver", "count"), [
    ("# bedplate: allow sql-from-strings -- only for operators", 0),
    ("# bedplate: allow unbounded-list, sql-from-strings -- only for operators", 0),
    ("# bedplate: allow sql-from-strings", 1),
    ("# bedplate: allow sql-from-strings --", 1),
    ("# bedplate: allow unbounded-list -- only for operators", 1),
])  # fmt: skip
def test_a_waiver_needs_the_item_and_a_reason(project: Path, waiver: str, count: int) -> None:
    """A waiver on the finding's line counts only with a reason and for the items that it names."""
    file = project / "store.py"
    file.write_text(STORE.replace(".execute(statement).fetchall()", f".execute(statement).fetchall()  {waiver}"), encoding="utf-8")
    assert len(document(project)["findings"]) == count
    assert ("1 waived" in run(project).stdout) == (count == 0)


def test_a_waiver_may_stand_alone_above(project: Path) -> None:
    """A comment line of its own waives the line below it, and no other."""
    comment = "    # bedplate: allow sql-from-strings -- only for operators\n"
    file = project / "store.py"
    file.write_text(STORE.replace("    return sqlite3.connect(\"notes\").execute(statement)", f"{comment}    return sqlite3.connect(\"notes\").execute(statement)"),
                    encoding="utf-8")  # fmt: skip
    assert document(project)["findings"] == []
    file.write_text(STORE.replace("def rows(", f"{comment}def rows("), encoding="utf-8")
    assert len(document(project)["findings"]) == 1


def test_a_baseline_hides_what_was_there(project: Path) -> None:
    """Written once, the baseline hides its findings even when lines move; a new one is shown."""
    baseline = project / "known.json"
    assert run(project, "--baseline", str(baseline), "--write-baseline").exit_code == 0
    amend(project, "app = Flask", "# a line more\napp = Flask")
    quiet = run(project, "--baseline", str(baseline))
    assert quiet.exit_code == 0
    assert "1 in the baseline" in quiet.stdout
    amend(project, "find(note_id)", "rows(f\"SELECT title FROM notes WHERE id = {request.args['id']} LIMIT 1\")")
    amend(project, '"/search"', '"/find"')
    assert run(project, "--baseline", str(baseline)).exit_code == 1


def test_a_broken_baseline_is_wrong_use(project: Path) -> None:
    """A baseline that cannot be read never hides anything: it is refused."""
    (project / "known.json").write_text("[]", encoding="utf-8")
    assert run(project, "--baseline", str(project / "known.json")).exit_code == 2


def test_changed_shows_what_touches_a_changed_file(project: Path) -> None:
    """With `--changed` a finding is shown when its place or its evidence lies in a file that differs from the revision."""
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    (project / "extra.py").write_text("VALUE = 1\n", encoding="utf-8")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *words], cwd=project, check=True, timeout=30)
    assert document(project, "--changed", "HEAD")["findings"] == []
    (project / "extra.py").write_text("VALUE = 2\n", encoding="utf-8")
    assert document(project, "--changed", "HEAD")["findings"] == []
    amend(project, "app = Flask", "# the handler's file\napp = Flask")
    assert len(document(project, "--changed", "HEAD")["findings"]) == 1


@pytest.mark.parametrize(("table", "count"), [
    ('ignore = ["sql-from-strings"]', 0), ('exclude = ["store.py"]', 0), ("confidence = 0.99", 0), ("confidence = 0.5", 1),
])  # fmt: skip
def test_the_project_file_configures(project: Path, table: str, count: int) -> None:
    """`[tool.bedplate.review]` of the nearest pyproject.toml holds what the options hold."""
    (project / "pyproject.toml").write_text(f"[tool.bedplate.review]\n{table}\n", encoding="utf-8")
    assert len(document(project)["findings"]) == count


@pytest.mark.parametrize("table", ['ignored = ["x"]', "confidence = 7", 'exclude = "store.py"'])
def test_a_wrong_configuration_is_refused(project: Path, table: str) -> None:
    """An unknown key or a wrong type is an error, never silence."""
    (project / "pyproject.toml").write_text(f"[tool.bedplate.review]\n{table}\n", encoding="utf-8")
    assert run(project).exit_code == 2


def test_nothing_of_the_reviewed_code_runs(project: Path) -> None:
    """Source that would write a file when imported is read, and the file is never written."""
    amend(project, "app = Flask", "open('ran', 'w').write('x')\napp = Flask")
    done = subprocess.run([sys.executable, "-m", "bedplate.tools.review", str(project), "--format", "json"], cwd=project, capture_output=True,
                          text=True, timeout=60, check=False)  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert not (project / "ran").exists()


def test_our_own_examples_pass_our_own_list() -> None:
    """`bedplate review examples` finds nothing."""
    done = CliRunner().invoke(review, [str(Path(__file__).parents[2] / "examples")])
    assert done.exit_code == 0, done.stdout
