"""Choices that can be made twice over: by a seeded generator, which is quick and gives applications of every size, or by Hypothesis,
which is slow here (tens of thousands of choices for one application) but shrinks what it finds."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st


@dataclass(frozen=True)
class Choice:
    """One choice. `pick` makes it with a generator, `strategy` with Hypothesis."""

    pick: Callable[[Random], Any]
    strategy: Callable[[], st.SearchStrategy[Any]]


Draw = Callable[[Choice], Any]


def seeded(seed: int) -> Draw:
    """All choices of one seed."""
    generator = Random(seed)
    return lambda choice: choice.pick(generator)


def shrinking(draw: Any) -> Draw:
    """The same choices by Hypothesis."""
    return lambda choice: draw(choice.strategy())


def integers(low: int, high: int) -> Choice:
    """Each of them as likely."""
    return Choice(lambda generator: generator.randint(low, high), lambda: st.integers(low, high))


def booleans() -> Choice:
    """True or False."""
    return sampled_from((False, True))


def sampled_from(options: Iterable[Any]) -> Choice:
    """One of them."""
    known = list(options)
    return Choice(lambda generator: generator.choice(known), lambda: st.sampled_from(known))


def one_of(*choices: Choice) -> Choice:
    """One of the choices, then what it gives."""
    return Choice(lambda generator: generator.choice(choices).pick(generator), lambda: st.one_of(*(one.strategy() for one in choices)))


def lists(of: Choice, *, min_size: int = 0, max_size: int, unique: bool = False) -> Choice:
    """Some. Unique ones are as many as there are, at most."""

    def pick(generator: Random) -> list[Any]:
        found: list[Any] = []
        wanted = generator.randint(min_size, max_size)
        for _ in range(wanted * (20 if unique else 1)):
            one = of.pick(generator)
            if not (unique and one in found):
                found.append(one)
            if len(found) == wanted:
                break
        return found

    return Choice(pick, lambda: st.lists(of.strategy(), min_size=min_size, max_size=max_size, unique=unique))
