"""Services of the application: made, started and stopped in order; one that fails is told in words and keeps no other from its end."""
from __future__ import annotations

import asyncio

import pytest

from bedplate.declarations.contract import ServiceContract
from bedplate.declarations.services import Service
from bedplate.errors import DeclarationFault, Place
from bedplate.logic.services import make_services

LOG: list[str] = []
HERE = Place("shop.py", 7)


class Wire(Service):
    async def start(self) -> None:
        LOG.append("wire up")

    async def stop(self) -> None:
        LOG.append("wire down")


class Bank(Service):
    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    async def start(self) -> None:
        LOG.append("bank up")

    async def stop(self) -> None:
        LOG.append("bank down")


class Broken(Bank):
    async def start(self) -> None:
        raise OSError("postgres://somebody:password@host")


class Clumsy(Bank):
    async def stop(self) -> None:
        raise ValueError("a secret")


class Endless(Bank):
    async def stop(self) -> None:
        await asyncio.Event().wait()


class Unmade(Service):
    def __init__(self) -> None:
        raise LookupError("a secret")


WIRE = ServiceContract(Wire, (), HERE)


def needing_the_wire(kind: type[Service]) -> tuple[ServiceContract, ...]:
    return ServiceContract(kind, (("wire", Wire),), HERE), WIRE


@pytest.fixture(autouse=True)
def _empty() -> None:
    LOG.clear()


async def test_each_is_started_after_what_it_needs_and_stopped_before_it() -> None:
    """Whatever the order of declaration."""
    services = make_services(needing_the_wire(Bank), {})
    await services.start()
    assert await services.stop() == []
    assert LOG == ["wire up", "bank up", "bank down", "wire down"]


async def test_one_that_does_not_start_refuses_the_start() -> None:
    """With the place of its declaration and the kind of the error, not its words, which may hold a password; what was started is stopped."""
    services = make_services(needing_the_wire(Broken), {})
    with pytest.raises(DeclarationFault) as refused:
        await services.start()
    (fault,) = refused.value.faults
    assert (fault.code, str(fault.place)) == ("SERVICE_NOT_STARTED", "shop.py:7")
    assert fault.what.startswith("the service Broken did not start: OSError at ")
    assert "password" not in str(refused.value)
    assert LOG == ["wire up", "wire down"]


async def test_a_start_that_is_cancelled_undoes_what_was_started() -> None:
    """A server that is told to stop while it starts."""
    class Slow(Bank):
        async def start(self) -> None:
            started.set()
            await asyncio.Event().wait()

    started = asyncio.Event()
    services = make_services(needing_the_wire(Slow), {})
    task = asyncio.create_task(services.start())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert LOG == ["wire up", "wire down"]


async def test_one_that_cannot_be_made_refuses_the_boot() -> None:
    """Its constructor is the application's own code too."""
    with pytest.raises(DeclarationFault, match="the service Unmade did not start: LookupError at "):
        make_services((ServiceContract(Unmade, (), HERE),), {})


@pytest.mark.parametrize(("kind", "problem"), [(Clumsy, "ValueError at "), (Endless, "TimeoutError at ")])
async def test_one_that_does_not_stop_keeps_no_other_from_it(kind: type[Service], problem: str) -> None:
    """It fails, or it takes longer than a server waits: told, and the rest is stopped."""
    services = make_services(needing_the_wire(kind), {})
    await services.start()
    told = await services.stop(seconds=0.01)
    assert [name for name, _ in told] == [kind.__name__]
    assert told[0][1].startswith(problem) and "secret" not in told[0][1]
    assert LOG[-1] == "wire down"
