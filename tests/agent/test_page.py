"""docs/agents.md says what is."""
from __future__ import annotations

from pathlib import Path

from bedplate.tools.agent import routing
from bedplate.tools.agent.rendering import CLIENTS, rendered

PAGE = (Path(__file__).parent.parent.parent / "docs" / "agents.md").read_text(encoding="utf-8")


def test_every_client_stands_on_the_page_with_its_files() -> None:
    """Names, signs and paths."""
    for client in CLIENTS.values():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{client.name}` |"))
        assert all(f"`{sign}`" in row for sign in client.signs)
        assert f"`{client.skills}`" in row
        for piece in rendered(client):
            if not piece.path.endswith("SKILL.md") and piece.path not in ("AGENTS.md", "CLAUDE.md"):
                assert f"`{piece.path}`" in row


def test_the_weights_and_thresholds_are_those_of_the_router() -> None:
    """The figures of the page are the figures of the code."""
    weights = {name: value for name, value in vars(routing).items() if name.startswith("_") and isinstance(value, float)}
    assert sorted(f"{value:.2f}".removesuffix("0") if value == 1 else f"{value:.2f}" for value in weights.values()) == [
        "0.20", "0.40", "0.50", "0.50", "0.70", "0.85", "1.0"]
    assert all(figure in PAGE for figure in ("0.20", "0.40 each", "0.50 each", "0.70", "0.85", "1.0"))
    assert (routing.RUN_FROM, routing.ASK_FROM) == (0.8, 0.5)
