"""The bed of these tests is made of the application beside them."""
from __future__ import annotations

import pytest
from tests.together.everything import Person, app

from bedplate import App, put
from bedplate.testing import Bed, Client


@pytest.fixture
def bedplate_app() -> App:
    return app


@pytest.fixture
async def ana(bed: Bed) -> Person:
    return await bed.make(Person, put(Person.name, "Ana"))


@pytest.fixture
async def bob(bed: Bed, ana: Person) -> Person:
    """The chief of the same organisation."""
    return await bed.make(Person, put(Person.name, "Bob"), put(Person.chief, True), put(Person.org, ana.org))


@pytest.fixture
def client(bed: Bed, ana: Person) -> Client:
    return bed.client(ana)


@pytest.fixture
def chief(bed: Bed, bob: Person) -> Client:
    return bed.client(bob)


