"""What clients do not check themselves: a field that a client does not know is ignored there without a word, so here it is a fault."""
from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from bedplate.tools.agent.rendering import Piece

__all__ = ["lint"]

_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DESCRIPTION_MAX: Final = 1_024
_BLOCK_LINES_MAX: Final = 60
_BLOCK_BYTES_MAX: Final = 4_096
_COPILOT_BODY_MAX: Final = 30_000
_TOOLS: Final = frozenset({"Read", "Grep", "Glob", "Bash"})
_FIELDS: Final = {
    ".claude/agents": {"name", "description", "tools", "disallowedTools", "model", "effort", "permissionMode", "mcpServers", "hooks", "maxTurns", "skills",
                       "initialPrompt", "memory", "background", "isolation", "color"},
    "agents": {"name", "description", "tools", "disallowedTools", "model", "effort", "maxTurns", "skills", "color"},
    ".cursor/agents": {"name", "description", "model", "readonly"},
    ".github/agents": {"name", "description", "target", "tools", "model", "disable-model-invocation", "user-invocable", "mcp-servers", "metadata"},
    ".cursor/rules": {"description", "globs", "alwaysApply"},
    "SKILL.md": {"name", "description", "license", "compatibility", "metadata", "allowed-tools"},
    ".codex/agents": {"name", "description", "developer_instructions", "model", "sandbox_mode", "mcp_servers"},
    "plugin.json": {"name", "version", "description", "author", "license", "keywords", "agents", "skills", "commands", "hooks", "mcpServers"},
    "marketplace.json": {"name", "owner", "description", "plugins"},
}


def lint(pieces: Iterable[Piece]) -> list[str]:
    """Every fault as `path: what`."""
    return [f"{piece.path}: {fault}" for piece in pieces for fault in _faults(piece)]


def _faults(piece: Piece) -> list[str]:
    if piece.kind == "block":
        return _of_block(piece.text)
    path = PurePosixPath(piece.path)
    if path.suffix == ".toml":
        return _of_fields(path, tomllib.loads(piece.text))
    if path.suffix == ".json":
        document: dict[str, object] = json.loads(piece.text)
        return _unknown(document, _FIELDS[path.name])
    return _of_markdown(path, piece.text) if piece.text.startswith("---\n") else []


def _of_block(text: str) -> list[str]:
    faults = [f"more than {_BLOCK_LINES_MAX} lines"] if text.count("\n") > _BLOCK_LINES_MAX else []
    faults += [f"more than {_BLOCK_BYTES_MAX} bytes"] if len(text.encode()) > _BLOCK_BYTES_MAX else []
    return faults + ([] if text.endswith("\n") else ["does not end its last line"])


def _of_markdown(path: PurePosixPath, text: str) -> list[str]:
    _, head, body = text.split("---\n", 2)
    fields: dict[str, object] = {}
    faults: list[str] = []
    for line in head.splitlines():
        key, colon, value = line.partition(": ")
        if not colon:
            faults.append(f"{line!r} is no field")
        fields[key] = value
        if ": " in value and not value.startswith(('"', "[")):
            faults.append(f"{key} holds a colon, which YAML reads as a field")
    if str(path).startswith(".github/agents") and len(body) > _COPILOT_BODY_MAX:
        faults.append(f"more than {_COPILOT_BODY_MAX} characters")
    return faults + _of_fields(path, fields)


def _of_fields(path: PurePosixPath, fields: dict[str, object]) -> list[str]:
    known = _FIELDS["SKILL.md"] if path.name == "SKILL.md" else _FIELDS[str(path.parent)]
    faults = _unknown(fields, known)
    if "name" in known and not _NAME.fullmatch(str(fields.get("name", ""))):
        faults.append("name is not of small letters and hyphens")
    if path.name == "SKILL.md" and fields.get("name") != path.parent.name:
        faults.append("name is not the name of the folder")
    if not 0 < len(str(fields.get("description", ""))) <= _DESCRIPTION_MAX:
        faults.append(f"description has 1 to {_DESCRIPTION_MAX} characters")
    wrong = set(re.findall(r"[A-Za-z_]+", str(fields.get("tools", "")))) - _TOOLS
    return faults + ([f"unknown tools: {', '.join(sorted(wrong))}"] if wrong else [])


def _unknown(fields: dict[str, object], known: set[str]) -> list[str]:
    return [f"the client knows no field {key!r}" for key in fields if key not in known]
