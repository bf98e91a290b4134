"""`bedplate agent install`, `uninstall` and `plugin` on real folders."""
from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bedplate.tools.agent.lint import lint
from bedplate.tools.agent.rendering import CLIENTS, Piece, plugin, rendered
from bedplate.tools.agents import command

ROOT = Path(__file__).parent.parent.parent
BEFORE = [b"", b"# Ours\n", b"# Ours", b"one\r\ntwo\r\n", b"\n\n", "é\n".encode(), b"\xff\xfe\n"]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(one) for one in words])


def files_of(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize("client", sorted(CLIENTS))
@pytest.mark.parametrize("before", BEFORE)
def test_what_was_installed_is_removed_byte_for_byte(tmp_path: Path, client: str, before: bytes) -> None:
    """Whatever AGENTS.md held before, and however often it was installed."""
    (tmp_path / "AGENTS.md").write_bytes(before)
    for _ in range(2):
        assert run("install", tmp_path, "--client", client).exit_code == 0
    assert b"bedplate review" in (tmp_path / "AGENTS.md").read_bytes()
    assert run("uninstall", tmp_path, "--client", client).exit_code == 0
    assert files_of(tmp_path) == {"AGENTS.md": before}


def test_an_empty_folder_is_empty_again(tmp_path: Path) -> None:
    """All clients at once."""
    assert run("install", tmp_path, "--client", "all").exit_code == 0
    assert run("uninstall", tmp_path).exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_installing_again_changes_nothing(tmp_path: Path) -> None:
    """Idempotent: every file is kept."""
    run("install", tmp_path, "--client", "all")
    before = files_of(tmp_path)
    again = run("install", tmp_path, "--client", "all")
    assert {line.split()[0] for line in again.output.splitlines()} == {"keep"}
    assert files_of(tmp_path) == before


def test_the_block_is_replaced_in_its_place(tmp_path: Path) -> None:
    """An older block between our tags becomes the present one; what stands around it is untouched."""
    text = b"# Ours\n\n<!-- bedplate:begin -->\nold words\n<!-- bedplate:end -->\n\nmore of ours\n"
    (tmp_path / "AGENTS.md").write_bytes(text)
    run("install", tmp_path, "--client", "agents")
    now = (tmp_path / "AGENTS.md").read_bytes()
    assert b"old words" not in now
    assert now.startswith(b"# Ours\n\n<!-- bedplate:begin -->\n")
    assert now.endswith(b"<!-- bedplate:end -->\n\nmore of ours\n")


def test_a_file_of_somebody_else_is_left(tmp_path: Path) -> None:
    """Their agent of the same name stays, is told, and is not removed either."""
    theirs = tmp_path / ".claude" / "agents" / "backend-engineer.md"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("---\nname: backend-engineer\n---\nmine\n", encoding="utf-8")
    result = run("install", tmp_path, "--client", "claude")
    assert result.exit_code == 1
    assert "blocked .claude/agents/backend-engineer.md" in result.output
    run("uninstall", tmp_path)
    assert theirs.read_text(encoding="utf-8").endswith("mine\n")


def test_a_file_of_ours_that_was_changed_is_left(tmp_path: Path) -> None:
    """The mark's hash tells; nobody's edit is lost."""
    run("install", tmp_path, "--client", "codex")
    file = tmp_path / ".codex" / "agents" / "backend-engineer.toml"
    file.write_text("# mine now\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert run("install", tmp_path, "--client", "codex").exit_code == 1
    assert run("uninstall", tmp_path).exit_code == 1
    assert file.read_text(encoding="utf-8").startswith("# mine now\n")


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    """A folder that leads elsewhere gets nothing."""
    elsewhere, project = tmp_path / "elsewhere", tmp_path / "project"
    elsewhere.mkdir()
    project.mkdir()
    (project / ".claude").symlink_to(elsewhere)
    assert run("install", project, "--client", "claude").exit_code == 1
    assert list(elsewhere.iterdir()) == []


def test_a_dry_run_shows_and_writes_nothing(tmp_path: Path) -> None:
    """The difference is printed; the folder stays as it is."""
    (tmp_path / "AGENTS.md").write_text("ours", encoding="utf-8")
    result = run("install", tmp_path, "--client", "claude", "--dry-run")
    assert "+<!-- bedplate:begin unended -->" in result.output
    assert files_of(tmp_path) == {"AGENTS.md": b"ours"}


def test_clients_are_found_by_what_the_project_has(tmp_path: Path) -> None:
    """`auto` writes for those in use, and the common files where there is none."""
    assert ".agents/skills/backend-review/SKILL.md" in run("install", tmp_path, "--dry-run").output
    (tmp_path / ".github" / "agents").mkdir(parents=True)
    output = run("install", tmp_path, "--dry-run").output
    assert ".github/agents/backend-engineer.agent.md" in output
    assert ".claude" not in output


# ---- what is rendered
@pytest.mark.parametrize("client", sorted(CLIENTS))
def test_rendered_files_have_only_fields_that_the_client_knows(client: str) -> None:
    """The lint is clean; every client with agents of its own gets one."""
    pieces = rendered(CLIENTS[client])
    assert lint(pieces) == []
    assert [piece.path for piece in pieces if piece.path.endswith("SKILL.md")] != []
    for piece in pieces:
        if piece.path.endswith(".toml"):
            assert "bedplate review" in tomllib.loads(piece.text)["developer_instructions"]


@pytest.mark.parametrize(("path", "text", "kind"), [
    (".claude/agents/x.md", "---\nname: x\ndescription: y\ntriggers: z\n---\n", "file"),
    (".claude/agents/x.md", "---\nname: x\ndescription: y\ntools: Read, Write\n---\n", "file"),
    (".cursor/agents/x.md", "---\nname: X Y\ndescription: y\n---\n", "file"),
    (".claude/skills/x/SKILL.md", "---\nname: z\ndescription: y\n---\n", "file"),
    (".claude/skills/x/SKILL.md", "---\nname: x\n---\n", "file"),
    (".claude/skills/x/SKILL.md", "---\nname: x\ndescription: a: b\n---\n", "file"),
    (".github/agents/x.agent.md", "---\nname: x\ndescription: y\n---\n" + "z" * 30_001, "file"),
    (".codex/agents/x.toml", 'name = "x"\ndescription = "y"\nprompt = "z"\n', "file"),
    ("plugin.json", '{"name": "x", "trigger": "y"}', "file"),
    ("AGENTS.md", "line\n" * 61, "block"),
    ("AGENTS.md", "no end", "block"),
])
def test_the_lint_finds_what_a_client_would_ignore(path: str, text: str, kind: str) -> None:
    """Each fault is named with its path."""
    faults = lint([Piece(path, text, "block" if kind == "block" else "file")])
    assert len(faults) == 1
    assert faults[0].startswith(f"{path}: ") or kind == "block"


def test_the_plugin_is_whole(tmp_path: Path) -> None:
    """Both manifests, agent, skills, README and licence; the client's own validator agrees where it is installed."""
    folder = tmp_path / "plugin"
    assert run("plugin", folder).exit_code == 0
    assert run("plugin", folder).exit_code == 2
    assert lint(plugin()) == []
    assert json.loads((folder / ".claude-plugin" / "plugin.json").read_text(encoding="utf-8"))["name"] == "backend-engineer"
    assert (folder / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    if (validator := shutil.which("claude")) is not None:
        subprocess.run([validator, "plugin", "validate", "--strict", str(folder)], check=True, timeout=60, capture_output=True)
