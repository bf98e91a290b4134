"""What the command line says of a file that cannot be imported."""
from __future__ import annotations

from pathlib import Path

import click
import pytest

from bedplate.tools.entry import load_app

LATER = "from bedplate import Resource\n\n\nclass Post(Resource):\n    comments: Many[Comment]\n"


def words_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The message for a file that is imported as an application."""
    monkeypatch.syspath_prepend(str(file.parent))
    with pytest.raises(click.ClickException) as refused:
        load_app(str(file))
    return refused.value.message


def test_a_class_named_too_early_is_told_how_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A NameError where annotations are read at once comes with the line that makes them wait."""
    file = tmp_path / "names_too_early.py"
    file.write_text(LATER, encoding="utf-8")
    words = words_for(file, monkeypatch)
    assert "NameError" in words
    assert "begins with `from __future__ import annotations`" in words


def test_another_name_error_stands_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where annotations wait already, that is not the cause, and is not told."""
    file = tmp_path / "names_nothing.py"
    file.write_text("from __future__ import annotations\n\nprint(nothing_of_this_name)\n", encoding="utf-8")
    words = words_for(file, monkeypatch)
    assert "NameError" in words
    assert "begins with" not in words
