"""What an author calls things changes no finding."""
from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from corpus import Example, examples
from renaming import renamed

from bedplate.checklist.review.run import review


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_other_names_have_the_same_findings(example: Example, tmp_path: Path) -> None:
    """With every defined name replaced, the same items are found, as often, at the same lines."""
    mapping = renamed(example.path, tmp_path)
    assert mapping
    before = Counter((finding.item, finding.place.line) for finding in review(example.path).findings)
    after = Counter((finding.item, finding.place.line) for finding in review(tmp_path).findings)
    assert after == before
