"""The rows behind accounts: made by the application on a stranger's or an operator's word, read back as the account itself may see them."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, cast

from bedplate.auth.refusals import Unauthenticated
from bedplate.declarations.contract import Contract, FieldContract, ResourceContract
from bedplate.declarations.fields.type import InvalidValue
from bedplate.declarations.nodes import Compare, Constant, Path
from bedplate.declarations.operations import sign_up_fields
from bedplate.errors import BadInput, Conflict, Detail
from bedplate.storage.queries import RowQuery
from bedplate.values import STRANGER, Access, Actor, ChangeSet, Insert, Selection

if TYPE_CHECKING:
    from bedplate.storage.store import Store

__all__ = ["AccountRows", "address_is_taken", "open_fields", "parsed_values", "wrong"]

_NEW = "NEW:"
_REQUIRED = "This is required."
_NOBODY = Access(None, {}, {})


def wrong(place: str, rule: str, words: str) -> BadInput:
    """One wrong input."""
    return BadInput("INVALID_INPUT", details=(Detail(place, rule, {}, words),))


def open_fields(account: ResourceContract) -> frozenset[str]:
    """What registration takes; asked here again, whatever was validated."""
    return frozenset(field.name for field in sign_up_fields(account)) | {"email"}


def address_is_taken(account: ResourceContract, conflict: Conflict) -> bool:
    """Whether a conflict tells that there is an account with this address."""
    return any(unique.code == conflict.code and "email" in unique.fields for unique in account.uniques)


class AccountRows:
    """Makes and reads account rows."""

    def __init__(
        self, contract: Contract, store: Store, accesses: Mapping[str | None, Access], now: Callable[[], datetime], new_id: Callable[[datetime], str]
    ) -> None:
        self._contract = contract
        self._store = store
        self._accesses = accesses
        self._now = now
        self._new_id = new_id
        self._shown = {kind: _shown(contract.resources[kind]) for kind in contract.accounts}

    async def own(self, actor: Actor, now: datetime) -> str:
        """The account as JSON, as it may see itself: at least its key. Raises Unauthenticated for one that is gone or disabled."""
        kind, key = actor.kind or "", actor.id or ""
        found = await self._store.one(self._accesses[kind], actor, self._shown[kind], (), self._key(kind, key), now)
        if not found.alive:
            raise Unauthenticated
        return found.body if found.body is not None else f'{{"{self._contract.resources[kind].key[0]}":"{key}"}}'

    async def holds_for(self, actor: Actor, verb: str, now: datetime) -> bool:
        """Whether a rule holds for the caller's own account row."""
        kind = actor.kind or ""
        return await self._store.permits(self._accesses[actor.kind], actor, kind, verb, self._key(kind, actor.id or ""), now)

    def possible(self, kind: str, key: str) -> bool:
        """Whether there could be such an account."""
        try:
            return kind in self._shown and bool(self._key(kind, key))
        except InvalidValue:
            return False

    def _key(self, kind: str, text: str) -> tuple[object, ...]:
        resource = self._contract.resources[kind]
        return (resource.fields[resource.key[0]].type.parse_text(text),)

    def new_key(self, kind: str, now: datetime) -> tuple[object, str]:
        """A fresh key, as a value and as text."""
        resource = self._contract.resources[kind]
        type_ = resource.fields[resource.key[0]].type
        value = type_.parse(self._new_id(now))
        return value, str(type_.dump(value))

    async def add(self, kind: str, key: object, said: Mapping[str, object], now: datetime, why: str, before: tuple[Insert, ...] = ()) -> None:
        """Write the row of a new account, after others that it needs. Raises Conflict for what must be unique."""
        change = self._insert(self._contract.resources[kind], key, said, now, why)
        await self._store.apply(ChangeSet(Actor(via="system", why=why), _NOBODY, now, changes=(*before, change)))

    async def check_references(self, kind: str, said: Mapping[str, object], now: datetime) -> None:
        """What a stranger refers to must be readable by strangers: else anybody could join any organisation. Raises BadInput."""
        for name, value in said.items():
            target = self._contract.resources[kind].fields[name].target
            if target is not None and value is not None:
                keys = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
                if not await self._store.permits(self._accesses[None], STRANGER, target, "read", keys, now):
                    raise wrong(f"body.{name}", "reference", "There is no such row that you may see.")

    async def read_texts(self, kind: str, texts: Mapping[str, str], why: str) -> tuple[dict[str, object], tuple[Insert, ...]]:
        """Fields given as text by an operator. A reference is a key, `field:value` of a row that only one can have, or `NEW:value`, which
        makes that row too. Raises BadInput."""
        resource = self._contract.resources[kind]
        said: dict[str, object] = {}
        before: list[Insert] = []
        details: list[Detail] = []
        for name, text in texts.items():
            try:
                said[name] = await self._read_text(resource, name, text, why, before)
            except BadInput as fault:
                details += fault.details
        details += [Detail(name, "required", {}, _REQUIRED) for name in _needed(resource) if name not in texts and name != "email"]
        if details:
            raise BadInput("INVALID_INPUT", details=details)
        return said, tuple(before)

    async def _read_text(self, resource: ResourceContract, name: str, text: str, why: str, before: list[Insert]) -> object:
        field = resource.fields.get(name)
        if field is None or field.automatic or name == "email":
            raise wrong(name, "unknown", "This is not a field that can be set here.")
        if field.target is not None and text.startswith(_NEW):
            key, insert = self._new_target(field, text.removeprefix(_NEW), why)
            before.append(insert)
            return key
        if field.target is not None and (told := self._told_by(field.target, text)) is not None:
            return await self._found_target(field, *told)
        return _parsed(field, text)

    def _told_by(self, target: str, text: str) -> tuple[FieldContract, object] | None:
        """The field of the target that is unique by itself, and its value, of `field:value`."""
        resource = self._contract.resources[target]
        name, colon, value = text.partition(":")
        if not colon or (name,) not in {one.fields for one in resource.uniques}:
            return None
        return resource.fields[name], _parsed(resource.fields[name], value)

    async def _found_target(self, field: FieldContract, told: FieldContract, value: object) -> object:
        target = self._contract.resources[field.target or ""]
        condition = Compare("eq", Path("row", (), told.name), Constant(value, told.type.kind))
        query = RowQuery(target.name, (condition,), (), 1, 0, None, Actor(via="system"), self._now(), target.key)
        rows = await self._store.load(query)
        if not rows:
            raise wrong(field.name, "reference", f"There is no {target.name} with this {told.name}. Write {_NEW}… to make one, or its key.")
        key = tuple(rows[0][name] for name in target.key)
        return key[0] if len(key) == 1 else key

    def read_address(self, kind: str, address: str) -> str:
        """An address held to the rules of its field."""
        return str(_parsed(self._contract.resources[kind].fields["email"], address))

    def _new_target(self, field: FieldContract, text: str, why: str) -> tuple[object, Insert]:
        target = self._contract.resources[field.target or ""]
        needed = [target.fields[name] for name in _needed(target)]
        if len(needed) != 1 or needed[0].type.kind != "text":
            raise wrong(field.name, "new", f"{target.name} cannot be made from one text: make it first, and give its id.")
        now = self._now()
        key, _ = self.new_key(target.name, now)
        return key, self._insert(target, key, {needed[0].name: _parsed(needed[0], text)}, now, why)

    def _insert(self, resource: ResourceContract, key: object, said: Mapping[str, object], now: datetime, why: str) -> Insert:
        values = {name: _value(field, said, key, now) for name, field in resource.fields.items()}
        return Insert(resource.name, (key,), values, "system", why=why)


def _needed(resource: ResourceContract) -> list[str]:
    """The fields that somebody has to give a value."""
    return [one.name for one in resource.fields.values() if not (one.key or one.automatic or one.nullable or one.has_default or one.default_factory)]


def _shown(resource: ResourceContract) -> Selection:
    stored = (one.name for one in resource.fields.values() if not one.hidden and not one.secret)
    computed = (one.name for one in resource.computed.values() if not one.hidden and not one.secret)
    return Selection(resource.name, (*stored, *computed))


def _value(field: FieldContract, said: Mapping[str, object], key: object, now: datetime) -> object:
    if field.key:
        return key
    if field.automatic:
        return now
    if field.name in said:
        return said[field.name]
    value = field.default_factory() if field.default_factory is not None else field.default if field.has_default else None
    if value is None and not field.nullable:
        raise wrong(field.name, "required", _REQUIRED)
    return value


def _parsed(field: FieldContract, text: str) -> object:
    try:
        return field.type.parse_text(text)
    except InvalidValue as fault:
        raise BadInput("INVALID_INPUT", details=(Detail(field.name, fault.rule, fault.parameters, fault.words),)) from None


def parsed_values(resource: ResourceContract, said: Mapping[str, object]) -> dict[str, object]:
    """What code said of a new account, held to the rules of its fields. Raises BadInput with every fault."""
    found: dict[str, object] = {}
    details: list[Detail] = []
    for name, value in said.items():
        field = resource.fields[name]
        if value is None and not field.nullable:
            details.append(Detail(f"body.{name}", "null", {}, "must not be null"))
            continue
        try:
            found[name] = None if value is None else field.type.check(value)
        except InvalidValue as fault:
            details.append(Detail(f"body.{name}", fault.rule, fault.parameters, fault.words))
    if details:
        raise BadInput("INVALID_INPUT", details=details)
    return found
