"""`bedplate ask`, as it is called."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bedplate.tools.agent.definition import DefinitionFault, body_of, definition, parse
from bedplate.tools.agent.workspace import evidence_in
from bedplate.tools.ask import ask

FLAWED = '''\
from fastapi import FastAPI
import sqlite3

app = FastAPI()


@app.get("/notes")
def notes(title: str):
    return sqlite3.connect("notes").execute(f"SELECT id FROM notes WHERE title = '{title}' LIMIT 5").fetchall()
'''
OURS = '''\
from bedplate import Account, App, Expr, Field, Resource, User, allow, always, field


class Person(User):
    @classmethod
    @allow("read")
    def everybody(cls, me: type[Account]) -> Expr[bool]:
        return always


class Note(Resource):
    text: Field[str] = field(max=100)

    @classmethod
    @allow("read")
    def all_of_them(cls, me: type[Account]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
'''


@pytest.fixture
def flawed(tmp_path: Path) -> Path:
    (tmp_path / "main.py").write_text(FLAWED, encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(ask, [*words])


def data(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)["data"]
    return found


def test_a_request_is_answered_in_the_envelope_with_findings_and_what_is_next(flawed: Path) -> None:
    """review runs; findings with cures; exit code 1."""
    result = run("is there an SQL injection in the API?", str(flawed))
    answer = data(result)
    assert result.exit_code == 1
    assert answer["tool"] == "review"
    assert answer["routing"]["decision"] == "run"
    first = answer["report"]["findings"][0]
    assert first["item"] == "sql-from-strings"
    assert first["cure"]
    assert "main.py:" in answer["next"][0]
    assert {"findings", "unsupported", "unresolved", "summary"} <= set(answer["report"])


def test_a_question_about_an_item_is_explained(flawed: Path) -> None:
    """By code, slug, short name or telling words; exit code 0."""
    for text in ("what is BP201 in the backend", "why is mass-assignment bad for an API?", "What is SSRF on a server?", "explain the missing timeout of a backend"):
        result = run(text, str(flawed))
        assert (result.exit_code, data(result)["tool"]) == (0, "explain"), text
    assert data(run("what is BP201 in the backend", str(flawed)))["report"]["items"][0]["item"] == "ownership-missing-read"


def test_what_is_declared_is_shown_for_an_application_of_ours(tmp_path: Path) -> None:
    """inspect runs on the application that the folder holds."""
    (tmp_path / "app.py").write_text(OURS, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-c", "from bedplate.tools.main import main; main()", "ask", "show all routes of the API and their limits", str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)["data"]
    assert answer["tool"] == "inspect"
    assert any(route["path"] == "/v1/notes" for route in answer["report"]["routes"])


def test_another_request_is_declined_with_its_reasons(flawed: Path) -> None:
    """Exit code 4 and the refusal's envelope."""
    result = run("write a poem about autumn", str(flawed))
    refusal = json.loads(result.stdout)
    assert result.exit_code == 4
    assert refusal["code"] == "NOT_A_BACKEND_REQUEST"
    assert refusal["details"][0]["parameters"]["confidence"] == 0


def test_an_unsure_request_is_not_answered_where_nobody_can_be_asked(tmp_path: Path) -> None:
    """Exit code 3, what matched, and the figure."""
    result = run("database", str(tmp_path))
    refusal = json.loads(result.stdout)
    assert result.exit_code == 3
    assert refusal["code"] == "UNSURE"
    assert refusal["details"][0]["parameters"]["confidence"] == 0.5
    assert "database" in refusal["details"][0]["message"]


def test_a_declined_request_loads_nothing(tmp_path: Path) -> None:
    """After a decline no module of the checklist, the framework or a server has been imported."""
    code = (
        "import sys\nfrom bedplate.tools.main import bedplate\n"
        "try:\n    bedplate(['ask', 'write a poem', sys.argv[1]])\nexcept SystemExit as end:\n    assert end.code == 4, end.code\n"
        "print([one for one in sys.modules if one.startswith(('bedplate.checklist', 'bedplate.declarations', 'bedplate.app', 'bedplate.storage', "
        "'apsw', 'libcst', 'granian', 'pydantic_ai', 'bedplate.tools.agent.answers', 'bedplate.tools.agent.definition'))])")
    result = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


def test_the_routing_can_be_looked_at(flawed: Path) -> None:
    """`--explain-routing` runs nothing."""
    result = run("database query", str(flawed), "--explain-routing")
    assert set(data(result)) == {"routing"}
    words = run("database query", str(flawed), "--explain-routing", "--format", "text").stdout
    assert "0.85 trigger: database query" in words


def test_people_are_answered_in_words(flawed: Path) -> None:
    """The text form names place, cure and what was not checked."""
    words = run("check the API for injection", str(flawed), "--format", "text").stdout
    assert "main.py:" in words
    assert "cure:" in words
    assert "unsupported" in words


def test_a_wrong_use_is_told(flawed: Path) -> None:
    """Too long a text, a path that is not there: exit code 2."""
    assert run("a" * 5_000, str(flawed)).exit_code == 2
    assert run("api", str(flawed / "nothing")).exit_code == 2


# ---- what it rests on
def test_evidence_of_a_backend(tmp_path: Path) -> None:
    """Dependencies, imports and telling names count; what others installed does not."""
    assert evidence_in(tmp_path) == ()
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "package.json").write_text('{"name": "express"}', encoding="utf-8")
    (tmp_path / "notes.py").write_text("# flask is a bottle\n", encoding="utf-8")
    assert evidence_in(tmp_path) == ()
    (tmp_path / "requirements.txt").write_text("fastapi==1\n", encoding="utf-8")
    (tmp_path / "site.py").write_text("from flask import Flask\n", encoding="utf-8")
    assert evidence_in(tmp_path) == ("requirements.txt: depends on fastapi", "site.py: imports flask")


def test_the_definition_has_the_fields_of_the_agent() -> None:
    """Triggers, keywords, threshold, loading and tools are what was asked for."""
    own = definition()
    assert own.name == "backend-engineer"
    assert own.triggers == ("backend help", "API design", "database query", "server optimization")
    assert own.keywords == ("api", "database", "backend", "server", "authentication", "performance")
    assert (own.confidence_threshold, own.load_on_demand, own.tools) == (0.8, True, ("Read", "Grep", "Glob", "Bash"))
    assert "bedplate review" in body_of()


@pytest.mark.parametrize("head", [
    "", "name: x\n", "---\nname: x\n", "---\nname x\n---\n", "---\nname: x\ntrigers: [a]\n---\n",
    "---\nname: x\ndescription: y\ntriggers: a\nkeywords: [a]\ntools: [a]\nconfidence_threshold: 0.8\nload_on_demand: true\n---\n",
    "---\nname: x\ndescription: y\ntriggers: [a]\nkeywords: [a]\ntools: [a]\nconfidence_threshold: high\nload_on_demand: true\n---\n",
    "---\nname: x\ndescription: y\ntriggers: [a]\nkeywords: [a]\ntools: [a]\nconfidence_threshold: 0.8\nload_on_demand: maybe\n---\n",
])
def test_a_mistaken_definition_is_refused(head: str) -> None:
    """An unknown or missing key would switch a rule off in silence, so it is a fault."""
    with pytest.raises(DefinitionFault):
        parse(head)
