"""Each flawed example has its one flaw found, and nothing else; each near miss has nothing found."""
from __future__ import annotations

import pytest
from corpus import Example, examples

from bedplate.checklist.review.run import review


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_an_example_has_the_findings_of_its_name(example: Example) -> None:
    """flawed_n: exactly the slug of its folder; clean_n: nothing at all; both at the default confidence, without a parse fault."""
    report = review(example.path)
    assert report.faults == ()
    assert report.routes > 0
    assert {finding.item for finding in report.findings} == ({example.slug} if example.flawed else set()), [
        f"{finding.place} {finding.item}: {finding.message}" for finding in report.findings
    ]


@pytest.mark.parametrize("example", [each for each in examples() if each.flawed], ids=lambda example: example.name)
def test_a_finding_says_where_why_and_what_to_do(example: Example) -> None:
    """Every finding has a place in the example, at least one step of evidence, a reason and a cure."""
    for finding in review(example.path).findings:
        lines = (example.path / finding.place.path).read_text(encoding="utf-8").splitlines()
        assert 1 <= finding.place.line <= len(lines)
        assert finding.evidence
        assert finding.why
        assert finding.cure
        assert finding.framework == example.framework
        for step in finding.evidence:
            assert (example.path / step.place.path).is_file()
