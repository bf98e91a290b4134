"""The one definition in the format of each client: files that are wholly ours, and a block in files that belong to the project."""
from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Final, Literal, TypeAlias

from bedplate.tools.agent.definition import body_of, definition

__all__ = ["CLIENTS", "SKILLS", "Client", "Piece", "plugin", "rendered", "skill_text"]

SKILLS: Final = ("backend-review", "backend-endpoint", "backend-queries")


@dataclass(frozen=True, slots=True)
class Piece:
    """What goes to a path below the project: a whole file, or a block within the project's own."""

    path: str
    text: str
    kind: Literal["file", "block"] = "file"


@dataclass(frozen=True, slots=True)
class Client:
    """A program that runs agents: what shows that a project uses it, and what it reads."""

    name: str
    signs: tuple[str, ...]
    agent: Callable[[], Piece] | None
    skills: str
    more: tuple[Callable[[], Piece], ...] = ()


Rendered: TypeAlias = tuple[Piece, ...]


def rendered(client: Client) -> Rendered:
    """All pieces for a client: its agent, its skills, and the block of AGENTS.md."""
    agent = () if client.agent is None else (client.agent(),)
    skills = tuple(Piece(f"{client.skills}/{name}/SKILL.md", skill_text(name)) for name in SKILLS)
    return (*agent, *skills, Piece("AGENTS.md", _shipped("agents_block.md"), "block"), *(one() for one in client.more))


def skill_text(name: str) -> str:
    """A skill in the open format: a folder's SKILL.md whose name is the folder's."""
    return _shipped(f"skills/{name}.md")


@cache
def _shipped(path: str) -> str:
    return files("bedplate.tools.agent").joinpath(path).read_text(encoding="utf-8")


@cache
def _when() -> str:
    """The description by which a client decides to hand on a request: it holds the triggers, as no client knows a field for them."""
    own = definition()
    return f"{own.description} Use it for {', '.join(own.triggers)}, and for anything about {', '.join(own.keywords)}."


# ---- the agent, in each client's fields ---------------------------------------------------------------------------------------
def _markdown_agent(path: str, fields: Mapping[str, str]) -> Piece:
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return Piece(path, f"---\n{head}---\n{body_of()}")


def _claude() -> Piece:
    own = definition()
    return _markdown_agent(f".claude/agents/{own.name}.md", {
        "name": own.name, "description": _when(), "tools": ", ".join(own.tools), "model": "inherit"})


def _cursor() -> Piece:
    own = definition()
    return _markdown_agent(f".cursor/agents/{own.name}.md", {"name": own.name, "description": _when(), "model": "inherit"})


def _copilot() -> Piece:
    own = definition()
    return _markdown_agent(f".github/agents/{own.name}.agent.md", {
        "name": own.name, "description": _when(), "tools": json.dumps(list(own.tools))})


def _codex() -> Piece:
    own = definition()
    texts = {"name": own.name, "description": _when(), "developer_instructions": body_of()}
    return Piece(f".codex/agents/{own.name}.toml", "".join(f"{key} = {_toml(value)}\n" for key, value in texts.items()))


def _toml(text: str) -> str:
    """A basic string of TOML: JSON's escapes are a part of them."""
    return json.dumps(text, ensure_ascii=False)


def _cursor_rule() -> Piece:
    head = "---\ndescription: How backend code of this project is written and checked\nglobs: \"**/*.py\"\nalwaysApply: false\n---\n"
    return Piece(".cursor/rules/backend-engineer.mdc", head + _shipped("agents_block.md"))


def _claude_memory() -> Piece:
    return Piece("CLAUDE.md", "@AGENTS.md\n", "block")


CLIENTS: Final[Mapping[str, Client]] = {
    client.name: client
    for client in (
        Client("claude", (".claude", "CLAUDE.md", ".mcp.json"), _claude, ".claude/skills", (_claude_memory,)),
        Client("codex", (".codex",), _codex, ".agents/skills"),
        Client("cursor", (".cursor", ".cursorrules"), _cursor, ".cursor/skills", (_cursor_rule,)),
        Client("copilot", (".github/copilot-instructions.md", ".github/agents", ".github/instructions"), _copilot, ".github/skills"),
        Client("antigravity", (".antigravity", ".agents"), None, ".agents/skills"),
        Client("agents", (), None, ".agents/skills"),
    )
}
"""`agents` is what all others read too: AGENTS.md and the common place of skills."""


# ---- as a plugin --------------------------------------------------------------------------------------------------------------
def plugin() -> Rendered:
    """A plugin's folder in both formats that are in use: `plugin.json` at its root, and `.claude-plugin/`."""
    own = definition()
    number = version("bedplate")
    about = {
        "name": own.name, "version": number, "description": own.description, "author": {"name": "The Bedplate project"}, "license": "MIT",
        "keywords": list(own.keywords)}
    market = {
        "name": "bedplate", "owner": {"name": "The Bedplate project"}, "description": "The backend engineer of Bedplate.",
        "plugins": [{"name": own.name, "source": "./", "description": own.description, "category": "development", "keywords": list(own.keywords)}]}
    words = f"# {own.name}\n\n{own.description} It runs `bedplate`, which must be installed: `pip install bedplate`.\n"
    licence = files("bedplate.tools.agent").joinpath("licence.txt").read_text(encoding="utf-8")
    return (
        Piece("plugin.json", _json({**about, "skills": "./skills/"})), Piece(".claude-plugin/plugin.json", _json(about)),
        Piece(".claude-plugin/marketplace.json", _json(market)), Piece(f"agents/{own.name}.md", _claude().text),
        *(Piece(f"skills/{name}/SKILL.md", skill_text(name)) for name in SKILLS), Piece("README.md", words), Piece("LICENSE", licence))


def _json(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
