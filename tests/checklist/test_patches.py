"""`bedplate review --patch`: one diff that git takes, after which the findings are gone and the program still parses."""
from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpus import Example, examples

from bedplate.checklist.patches.mends import MENDS
from bedplate.checklist.review.run import review
from bedplate.tools.review import review as command

FLAWED = [each for each in examples() if each.flawed and each.slug in MENDS]
NOT_AT_ONE_PLACE = {  # their cure is a decision: a setting of the whole program, another client, a name for the secret
    "unsafe-cookie": "a setting", "blocking-call-in-async": "the function around it does not wait", "hardcoded-secret": "no assignment of its own name",
    "unsafe-deserialization": "another format", "leaked-error": "the text is made elsewhere", "missing-timeout": "", "debug-mode": "a setting",
    "undocumented-route": "the router is hidden",
}


def patch_of(folder: Path) -> str:
    return CliRunner().invoke(command, [str(folder), "--patch"]).stdout


@pytest.fixture
def copied(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Example, Path]:
    example: Example = request.param
    shutil.copytree(example.path, tmp_path / "app")
    return example, tmp_path / "app"


@pytest.mark.parametrize("copied", FLAWED, indirect=True, ids=lambda each: each.name)
def test_what_is_cured_is_gone(copied: tuple[Example, Path]) -> None:
    """git applies the diff, every file parses, and the review finds nothing any more; or there is no diff at all."""
    example, folder = copied
    patch = patch_of(folder)
    if not patch:
        assert NOT_AT_ONE_PLACE[example.slug]
        return
    subprocess.run(["git", "apply", "-"], input=patch, text=True, cwd=folder, check=True, timeout=30)
    for file in folder.rglob("*.py"):
        ast.parse(file.read_text(encoding="utf-8"))
    assert [finding.item for finding in review(folder).findings] == []
    assert patch_of(folder) == ""


def test_each_mend_cures_something_of_the_corpus() -> None:
    """No mend is there for nothing."""
    cured = {example.slug for example in FLAWED if patch_of(example.path)}
    assert cured == set(MENDS)


APP = '''\
# -*- coding: utf-8 -*-
"""Ä page."""
from __future__ import annotations

import jwt
import requests
from fastapi import FastAPI, Header

app = FastAPI()
signing_key = "a-long-constant-that-signs-tokens-0123456789"


@app.get("/news/{topic}")
async def news(topic: str, authorization: str = Header()):
    claims = jwt.decode(authorization, signing_key, algorithms=["HS256"])
    ä = topic; found = requests.get("https://news.example.net/" + topic, timeout=3).json()  # noqa: E702
    return {"of": claims["sub"], "news": found, "ä": ä}
'''


def test_a_call_moves_to_a_thread_and_a_constant_to_the_environment(tmp_path: Path) -> None:
    """Beside letters of two bytes, below a docstring, with the imports that are needed."""
    (tmp_path / "main.py").write_text(APP, encoding="utf-8")
    (tmp_path / "other.py").write_text("X = 1\n", encoding="utf-8")
    patch = patch_of(tmp_path)
    assert "+    ä = topic; found = (await asyncio.to_thread(requests.get, \"https://news.example.net/\" + topic, timeout=3)).json()" in patch
    assert '+signing_key = os.environ["SIGNING_KEY"]' in patch
    assert "+import asyncio" in patch
    subprocess.run(["git", "apply", "-"], input=patch, text=True, cwd=tmp_path, check=True, timeout=30)
    left = {finding.item for finding in review(tmp_path).findings}
    assert not left & {"blocking-call-in-async", "hardcoded-secret"}


def test_nothing_of_it_is_imported_without_the_option(tmp_path: Path) -> None:
    """LibCST is loaded to print a patch and for nothing else."""
    (tmp_path / "main.py").write_text(APP, encoding="utf-8")
    code = ("import sys\nfrom bedplate.tools.main import bedplate\n"
            "try:\n    bedplate(['review', sys.argv[1], '--quiet'])\nexcept SystemExit:\n    pass\nprint('libcst' in sys.modules)")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "False"
