"""Each command as a user types it: what it prints, its exit code, and words for whatever is wrong."""
from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from served import HELPDESK, ROOT, run
from small import SHOP

from bedplate.tools.main import bedplate


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command and group below one."""
    found = [path] if path else []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found += leaves(command, (*path, name)) if isinstance(command, click.Group) else [(*path, name)]
    return found


# ---- help
@pytest.mark.parametrize("path", [(), *leaves(bedplate)], ids=" ".join)
def test_the_help_of_every_command_has_an_example(path: tuple[str, ...], tmp_path: Path) -> None:
    """Which begins with the command itself."""
    done = run(tmp_path, *path, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Example: " in done.stdout
    assert " ".join(("bedplate", *path)) in done.stdout.partition("Example: ")[2].replace("\n", " ").replace("  ", " ")


def test_a_command_that_does_not_exist_is_a_wrong_use(tmp_path: Path) -> None:
    """Exit code 2, as everywhere."""
    done = run(tmp_path, "sevre")
    assert done.returncode == 2
    assert "No such command" in done.stderr


# ---- check
def test_check_says_what_it_checked(tmp_path: Path) -> None:
    """On one line, and leaves nothing behind."""
    done = run(tmp_path, "check", "--app", str(HELPDESK / "app.py"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("well formed: 5 resources, 16 rules, ")
    assert list(tmp_path.iterdir()) == []


def test_check_reports_all_faults_at_once(tmp_path: Path) -> None:
    """File and line, code, what is wrong, what to write; exit code 1."""
    wrong = SHOP.replace("field(max=80)", "field(max=-1)").replace("cls.id == me.id", "cls.id == me.nobody")
    (tmp_path / "shop.py").write_text(wrong)
    done = run(tmp_path, "check", "--app", "shop.py")
    assert (done.returncode, done.stdout) == (1, "")
    lines = wrong.splitlines()
    for text in ("field(max=-1)", "me.nobody"):
        assert f"{tmp_path}/shop.py:{next(number for number, line in enumerate(lines, 1) if text in line)}: D" in done.stderr
    assert done.stderr.rstrip().endswith("2 faults: nothing was started.")
    assert "Traceback" not in done.stderr


# ---- inspect
def test_inspect_tells_everything_as_json(tmp_path: Path) -> None:
    """Resources, who may do what, routes with their limits, events, what is done as the system."""
    done = run(tmp_path, "inspect", "--json", "--app", str(HELPDESK / "app.py"))
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert [one["resource"] for one in told["resources"]] == ["Org", "Person", "Project", "Ticket", "Comment"]
    assert {"resource": "Ticket", "rule": "closed", "effect": "forbid", "verbs": "update, assign", "fields": "", "who": "Person"}.items() <= next(
        rule for rule in told["rules"] if rule["rule"] == "closed").items()  # fmt: skip
    routes = {(one["method"], one["path"]): one for one in told["routes"]}
    assert routes["POST", "/v1/tickets/{id}/assign"]["limit"] == "60/min"
    assert routes["POST", "/v1/auth/token"]["who"] == "anybody"
    assert all(one["limit"] for one in told["routes"])
    assert told["events"] == [{"event": "TicketAssigned", "handler": "tell_the_agent", "retries": 8}]
    assert [one["why"] for one in told["system"]] == ["a comment changes the state of its ticket"]
    assert told["opt_outs"] == told["notes"] == []


def test_inspect_prints_the_same_as_tables(tmp_path: Path) -> None:
    """One line for each row, also where the output is a file."""
    done = run(tmp_path, "inspect", "--app", str(HELPDESK / "app.py"))
    assert (done.returncode, done.stderr) == (0, "")
    (assign,) = (line for line in done.stdout.splitlines() if "/v1/tickets/{id}/assign" in line)
    assert "ticket.assign" in assign and "60/min" in assign and "accounts" in assign
    titles = {line.strip() for line in done.stdout.splitlines()}
    for title in ("resources", "rules", "routes", "events", "system"):
        assert title in titles


def test_inspect_lists_what_an_endpoint_opted_out_of(tmp_path: Path) -> None:
    """With its reason."""
    (tmp_path / "shop.py").write_text(SHOP + OPTED_OUT)
    told = json.loads(run(tmp_path, "inspect", "--json", "--app", "shop.py").stdout)
    assert [(one["where"], one["what"]) for one in told["opt_outs"]] == [("GET /hello", "no envelope")]


OPTED_OUT = '''
from bedplate import ANYONE, Html


@app.endpoint("GET", "/hello", auth=ANYONE, limit="60/min", raw=True)
async def hello() -> Html:
    """A page."""
    return Html("<h1>Hello</h1>")
'''


def test_inspect_notes_who_creates_what_it_cannot_read(tmp_path: Path) -> None:
    """Such a caller is answered 201 with null for data, which may not be what was meant; whoever reads some of it is not named."""
    (tmp_path / "shop.py").write_text(SHOP.replace("app = App(__name__, accounts=Person)", LETTERBOX))
    told = json.loads(run(tmp_path, "inspect", "--json", "--app", "shop.py").stdout)
    assert [(one["resource"], one["who"], one["what"]) for one in told["notes"]] == [
        ("Letter", "anybody", "creates what it cannot read"), ("Letter", "Till", "creates what it cannot read")]  # fmt: skip
    assert "creates what it cannot read" in run(tmp_path, "inspect", "--app", "shop.py").stdout


LETTERBOX = '''
from bedplate import Machine


class Till(Machine, path="tills"):
    """A program."""


class Letter(Resource, path="letters"):
    """Anybody drops one in; people read theirs."""
    to: Ref[Person] = ref()

    @classmethod
    @allow("create", strangers=True, limit="10/min")
    def anybody(cls) -> Expr[bool]:
        return always

    @classmethod
    @allow("read")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.to.id == me.id


app = App(__name__, accounts=(Person, Till))
'''


# ---- which application
def test_the_application_is_found_in_the_order_that_is_told(tmp_path: Path) -> None:
    """`--app` before the environment, before pyproject.toml, before the file names of the convention."""
    for name, classes in (("app.py", 0), ("third.py", 1), ("second.py", 2), ("first.py", 3)):
        extra = "".join(f"class Extra{number}(Resource):\n    name: Field[str] = field(max=9)\n\n\n" for number in range(classes))
        (tmp_path / name).write_text(SHOP.replace("app = App", f"{extra}app = App"))
    assert "well formed: 2 resources" in run(tmp_path, "check").stdout
    (tmp_path / "pyproject.toml").write_text('[tool.bedplate]\napp = "third:app"\n')
    assert "well formed: 3 resources" in run(tmp_path, "check").stdout
    assert "well formed: 4 resources" in run(tmp_path, "check", BEDPLATE_APP="second.py").stdout
    assert "well formed: 5 resources" in run(tmp_path, "check", "--app", "first:app", BEDPLATE_APP="second.py").stdout


def test_a_file_in_a_package_is_imported_as_part_of_it(tmp_path: Path) -> None:
    """Its relative imports work, by convention and by name."""
    package = tmp_path / "app"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "models.py").write_text(SHOP.partition("app = App")[0])
    (package / "main.py").write_text("from bedplate import App\n\nfrom . import models\n\napp = App(models, accounts=models.Person)\n")
    for arguments in ((), ("--app", "app/main.py"), ("--app", "app.main:app")):
        done = run(tmp_path, "check", *arguments)
        assert done.stdout.startswith("well formed: 2 resources"), done.stderr


@pytest.mark.parametrize(
    ("files", "arguments", "words"),
    [
        ({}, (), "no application found. Name it: --app myapp:app"),
        ({}, ("--app", "shop.py"), "there is no file shop.py"),
        ({}, ("--app", "shop:app"), "there is no module shop"),
        ({}, ("--app", "shop.inner:app"), "there is no module shop.inner"),
        ({"shop.py": "other = 1\n"}, ("--app", "shop.py"), "shop has no App called `app`"),
        ({"shop.py": "app = 1\n"}, ("--app", "shop.py:app"), "Write `app = App(__name__)` there"),
        ({"pyproject.toml": "[tool.bedplate\n"}, (), "pyproject.toml cannot be read"),
        ({"pyproject.toml": "[tool.bedplate]\napp = 7\n"}, (), "`app` in [tool.bedplate] is a text"),
    ],
    ids=["nothing", "file", "module", "submodule", "name", "kind", "toml", "toml_kind"],
)
def test_what_is_no_application_is_told_in_words(files: dict[str, str], arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """Exit code 1, and what to do."""
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    done = run(tmp_path, "check", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


# ---- faults of the application's own code
@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("import nowhere\n", "ModuleNotFoundError: No module named 'nowhere'"),
        ("def half():\n    return 1 / 0\n\n\nhalf()\n", "ZeroDivisionError: division by zero"),
        ("app = (\n", "SyntaxError: '(' was never closed"),
        ("from bedplate import nothing\n", "ImportError: cannot import name 'nothing' from 'bedplate'"),
        ("import json\njson.loads('{')\n", "json.decoder.JSONDecodeError: Expecting property name"),
    ],
    ids=["import", "run", "syntax", "name", "library"],
)
def test_an_error_of_the_applications_own_code_is_shown_as_its_own(text: str, last: str, tmp_path: Path) -> None:
    """The lines that its author wrote, and none of ours or of the import machinery."""
    (tmp_path / "shop.py").write_text(text)
    done = run(tmp_path, "check", "--app", "shop.py")
    assert (done.returncode, done.stdout) == (1, "")
    assert last in done.stderr
    assert f'File "{tmp_path}/shop.py", line ' in done.stderr
    assert str(ROOT / "src") not in done.stderr.replace(f"({ROOT}/src/bedplate/__init__.py)", "")
    assert "importlib" not in done.stderr
    assert "click" not in done.stderr


def test_a_fault_of_ours_is_one_line_that_asks_for_a_report(tmp_path: Path) -> None:
    """And the whole traceback where that is asked for. An object that cannot say its class stands for a fault that nobody foresaw."""
    odd = "\n\nclass Odd:\n    @property\n    def __class__(self):\n        raise ZeroDivisionError\n\n\nodd = Odd()\n"
    (tmp_path / "shop.py").write_text(SHOP + odd)
    done = run(tmp_path, "check", "--app", "shop.py")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "ZeroDivisionError" in done.stderr and "BEDPLATE_TRACEBACK=1" in done.stderr
    assert "Traceback (most recent call last)" in run(tmp_path, "check", "--app", "shop.py", BEDPLATE_TRACEBACK="1").stderr
