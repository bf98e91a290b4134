"""Pieces of SQL and the values that are bound in them."""
from __future__ import annotations

from bedplate.storage.fragment import Fixed, Given, join, slot, sql


def test_equal_values_are_bound_once() -> None:
    """Numbered in the order in which they come."""
    fragment = join(", ", [slot(Given(0, "stored")), slot(Fixed("a")), slot(Given(0, "stored")), slot(Fixed("a"))])
    assert fragment.render() == ("?1, ?2, ?1, ?2", (Given(0, "stored"), Fixed("a")))


def test_what_python_takes_for_equal_is_not_one_value() -> None:
    """`x - 0` of a whole number is whole, `x - 0.0` is not; -0.0 is shown with its sign."""
    text, sources = sql("{} {} {} {}", slot(Fixed(0.0)), slot(Fixed(0)), slot(Fixed(-0.0)), slot(Fixed(0))).render()
    assert text == "?1 ?2 ?3 ?2"
    assert [repr(one.value) for one in sources if isinstance(one, Fixed)] == ["0.0", "0", "-0.0"]
