"""Declarations become the Contract, or one DeclarationFault with everything that is wrong."""
from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace

from bedplate.declarations.application import AppDeclaration
from bedplate.declarations.compiling.actions import compile_actions, compile_hooks
from bedplate.declarations.compiling.collect import collect
from bedplate.declarations.compiling.computed import compile_computed
from bedplate.declarations.compiling.conflicts import conflict_of_check, conflict_of_unique
from bedplate.declarations.compiling.deletion import compile_deletion
from bedplate.declarations.compiling.draft import Draft, Drafts, words_of
from bedplate.declarations.compiling.endpoints import compile_endpoints
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.fields import compile_fields
from bedplate.declarations.compiling.limits import DEFAULT_LIMIT, parse_limit
from bedplate.declarations.compiling.links import complete_links
from bedplate.declarations.compiling.messages import compile_messages
from bedplate.declarations.compiling.nested import compile_nested
from bedplate.declarations.compiling.options import compile_options
from bedplate.declarations.compiling.outside import compile_events, compile_handlers, compile_services, compile_settings
from bedplate.declarations.compiling.relations import compile_relations, compile_sets, compile_sort, fill_tenant
from bedplate.declarations.compiling.reports import compile_reports
from bedplate.declarations.compiling.rules import compile_rules
from bedplate.declarations.compiling.schedules import compile_schedules
from bedplate.declarations.compiling.serials import compile_serials
from bedplate.declarations.compiling.session_cookie import compile_session_cookie
from bedplate.declarations.contract import Contract, EndpointContract, Limit, Operation, ResourceContract
from bedplate.declarations.invariants import broken_laws
from bedplate.declarations.lock import Lock
from bedplate.declarations.operations import (
    account_operations,
    endpoint_operations,
    matched,
    report_operations,
    resource_operations,
    system_operations,
)
from bedplate.declarations.reports import ReportContract
from bedplate.declarations.resources import builder
from bedplate.errors import DeclarationFault

__all__ = ["compile_contract"]


def compile_contract(declaration: AppDeclaration, lock: Lock | None = None) -> Contract:
    """The Contract of an application, with the stable ids of `lock`. Pure but for reading the source of rules. Raises DeclarationFault
    with every fault that was found; nothing is ever half compiled."""
    faults = Faults()
    drafts = collect(declaration, faults)
    if not drafts.of and not faults.found:
        faults.add("D109", "the application has no resources", "name its modules or classes: `App(__name__, ...)`", declaration.place)
    _compile_data(drafts, faults)
    for draft in drafts.of.values():
        compile_rules(draft, drafts, faults)
        compile_actions(draft, drafts, faults)
        compile_hooks(draft, faults)
    for draft in drafts.of.values():
        compile_nested(draft, drafts, faults)
    numbers = _Numbers(lock or Lock())
    made = {name: _resource(draft, numbers, faults) for name, draft in drafts.of.items()}
    resources = {name: resource for name, (resource, _) in made.items()}
    endpoints = compile_endpoints(declaration, drafts, faults)
    reports = compile_reports(declaration, drafts, faults)
    usual = DEFAULT_LIMIT
    with faults.at(declaration.place):
        usual = parse_limit(declaration.limit)
    operations = _operations(resources, drafts.accounts, reports, endpoints, usual)
    contract = Contract(
        title=declaration.title, version=declaration.version, resources=resources, accounts=drafts.accounts,
        operations=operations, messages=compile_messages(declaration, resources, operations, faults),
        session_cookie=compile_session_cookie(declaration, faults),
        events=compile_events(declaration, drafts, faults), handlers=compile_handlers(declaration, drafts, faults), schedules=compile_schedules(declaration, drafts, faults),
        services=compile_services(declaration, drafts, faults), endpoints=endpoints, settings=compile_settings(declaration, faults), limit=usual,
        doc=_doc(declaration), reports=reports, next_id=numbers.next_id)
    faults.take(broken_laws(contract, whole=not faults.found))
    if faults.found:
        raise DeclarationFault(faults.found)
    for resource, tell in made.values():
        tell(resource)
    return contract


def _compile_data(drafts: Drafts, faults: Faults) -> None:
    """Fields first, then what is between resources, then what is made of both."""
    for draft in drafts.of.values():
        compile_fields(draft, drafts, faults)
    for draft in drafts.of.values():
        compile_relations(draft, drafts, faults)
        fill_tenant(draft, drafts, faults)
        compile_sets(draft, faults)
        compile_serials(draft, faults)
    complete_links(drafts, faults)
    compile_deletion(drafts, faults)
    compile_computed(drafts, faults)
    for draft in drafts.of.values():
        compile_sort(draft, drafts, faults)


class _Numbers:
    """Hands out stable ids: the one of before, or the next that was never given."""

    def __init__(self, lock: Lock) -> None:
        self._lock = lock
        self.next_id = lock.next_id

    def of_resource(self, name: str) -> int:
        return self._lock.resources.get(name) or self._new()

    def of_field(self, resource: str, name: str) -> int:
        return self._lock.fields.get((resource, name)) or self._new()

    def _new(self) -> int:
        self.next_id += 1
        return self.next_id - 1


def _resource(draft: Draft, numbers: _Numbers, faults: Faults) -> tuple[ResourceContract, Callable[[ResourceContract], None]]:
    said = compile_options(draft, faults)
    kind, module = draft.declared.kind, draft.declared.kind.__module__
    build, tell = builder(kind)
    return ResourceContract(
        name=draft.name, path=said.path, table=said.table, key=draft.key,
        id=numbers.of_resource(draft.name),
        fields={name: replace(one, id=numbers.of_field(draft.name, name)) for name, one in draft.fields.items()},
        relations=draft.relations,
        computed={name: replace(one, id=numbers.of_field(draft.name, name)) for name, one in draft.computed.items()},
        rules=tuple(draft.rules),
        checks=tuple(replace(one, refusal=conflict_of_check(one.code, one.words, module)) for one in draft.checks),
        uniques=tuple(replace(one, refusal=conflict_of_unique(one.code, one.fields, module)) for one in draft.uniques),
        indexes=tuple(draft.indexes), actions=draft.actions, hooks=tuple(draft.hooks), sort=draft.sort, place=draft.declared.place, kind=kind,
        tenant=_known(draft, "tenant"), part_of=_known(draft, "part_of"), internal=said.internal, must_match=said.if_match, account=draft.account,
        sign_up=said.sign_up, page=said.page, max_page=said.max_page, count=said.count, limit=draft.limit, export=said.export,
        adopted="table" in draft.options, deletion=draft.deletion, history=said.history, bulk=said.bulk, upsert=said.upsert, replace=said.replace,
        build=build, doc=words_of(kind.__doc__)), tell


def _known(draft: Draft, option: str) -> str | None:
    """A reference named by an option; one with a fault of its own is left out."""
    name = draft.option(option)
    return name if name in draft.fields and draft.fields[name].target is not None else None


def _operations(
    resources: Mapping[str, ResourceContract], accounts: tuple[str, ...], reports: Mapping[str, ReportContract],
    endpoints: tuple[EndpointContract, ...], limit: Limit,
) -> tuple[Operation, ...]:
    return (
        *account_operations(tuple(resources[name] for name in accounts)),
        *(matched(resource, operation) for resource in resources.values() for operation in resource_operations(resource, resources)),
        *(operation for report in reports.values() for operation in report_operations(report)), *endpoint_operations(endpoints), *system_operations(limit))


def _doc(declaration: AppDeclaration) -> str:
    """The docstring of the application's own module, where one is named."""
    for model in declaration.models:
        module = sys.modules.get(model) if isinstance(model, str) else model
        doc = getattr(module, "__doc__", None) if not isinstance(module, type) else None
        if doc:
            return words_of(doc)
    return ""
