"""`bedplate inspect`."""
from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

import click

from bedplate.auth.policy import compose
from bedplate.declarations.contract import Contract, ResourceContract, Rule
from bedplate.declarations.message_names import CODES, RULES
from bedplate.declarations.messages import Catalogue
from bedplate.tools.entry import app_option, find_target, load_app
from bedplate.tools.system_uses import system_uses
from bedplate.tools.tables import show

__all__ = ["command", "picture"]


@click.command("inspect")
@app_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of tables.")
def command(target: str | None, as_json: bool) -> None:
    """Show resources, routes, who may do what, limits, what is done as the system, opt-outs, and what may surprise.

    Example: bedplate inspect --app shop.py --json
    """
    shown = picture(load_app(find_target(target)).contract)
    if as_json:
        click.echo(json.dumps(shown, indent=2))
        return
    for title, rows in shown.items():
        if isinstance(rows, list):
            show(title.replace("_", " "), cast("list[dict[str, object]]", rows))


def picture(contract: Contract) -> dict[str, object]:
    """The application as JSON-ready facts, in the order in which they were declared."""
    resources = contract.resources.values()
    return {
        "title": contract.title,
        "resources": [_resource(resource) for resource in resources],
        "rules": [rule for resource in resources for rule in _rules(resource)],
        "routes": [
            {
                "method": operation.method, "path": operation.path, "operation": operation.id,
                "who": "anybody" if operation.strangers else "accounts", "limit": str(operation.limit),
                "limit_of_strangers": str(operation.strangers_limit or ""),
            }
            for operation in contract.operations
        ],
        "events": [{"event": handler.event, "handler": handler.name, "retries": handler.retries} for handler in contract.handlers],
        "schedules": [{"schedule": one.name, "when": one.times.words, "retries": one.handler.retries} for one in contract.schedules],
        "messages": [_spoken(contract, one) for one in contract.messages],
        "system": [{"why": use.why, "place": str(use.place)} for use in system_uses(contract)],
        "opt_outs": list(_opt_outs(contract)),
        "notes": list(_notes(contract)),
    }  # fmt: skip


def _resource(resource: ResourceContract) -> dict[str, object]:
    return {
        "resource": resource.name,
        "path": "" if resource.internal else resource.path,
        "table": resource.table,
        "tenant": resource.tenant or "",
        "part_of": resource.part_of or "",
        "fields": ", ".join(resource.fields),
        "computed": ", ".join(resource.computed),
    }


def _rules(resource: ResourceContract) -> Iterator[dict[str, object]]:
    for rule in resource.rules:
        yield {
            "resource": resource.name, "rule": rule.name, "effect": rule.effect, "verbs": ", ".join(rule.verbs),
            "fields": ", ".join(rule.fields), "who": _who(rule), "place": str(rule.place),
        }  # fmt: skip
    if resource.part_of is not None:
        own = {verb for rule in resource.rules if rule.effect == "allow" and not rule.fields for verb in rule.verbs}
        yield {
            "resource": resource.name, "rule": "part_of", "effect": "allow", "verbs": "read", "fields": "",
            "who": f"who may read its {resource.part_of}", "place": str(resource.place),
        }  # fmt: skip
        left = [verb for verb in ("create", "update", "delete") if verb not in own]
        if left:
            yield {
                "resource": resource.name, "rule": "part_of", "effect": "allow", "verbs": ", ".join(left), "fields": "",
                "who": f"who may update its {resource.part_of}", "place": str(resource.place),
            }  # fmt: skip


def _who(rule: Rule) -> str:
    kind = "anybody" if rule.actor is None else "every account" if rule.actor == "*" else rule.actor
    return f"{kind}, across tenants" if rule.across_tenants else kind


def _spoken(contract: Contract, words: Catalogue) -> dict[str, object]:
    """What a language has words for, of what this application can answer; the rest is said in English."""
    codes = CODES | {kind.code for one in contract.operations for kind in one.refusals}
    return {
        "language": words.language, "codes": f"{len(words.codes)} of {len(codes | words.codes.keys())}", "rules": f"{len(words.rules)} of {len(RULES)}",
        "english": ", ".join([*sorted(codes - words.codes.keys()), *sorted(RULES.keys() - words.rules.keys())]),
    }  # fmt: skip


def _opt_outs(contract: Contract) -> Iterator[dict[str, object]]:
    if contract.session_cookie:
        yield {"where": "sessions", "what": "a cookie without the prefix __Host-", "reason": f"Sessions(cookie={contract.session_cookie!r})"}
    for endpoint in contract.endpoints:
        for item, reason in endpoint.waive.items():
            if item == "csrf-disabled" and endpoint.method == "GET":
                continue  # said for its group: no token is asked for reading
            yield {"where": f"{endpoint.method} {endpoint.path}", "what": item, "reason": reason}
        if endpoint.raw:
            yield {"where": f"{endpoint.method} {endpoint.path}", "what": "no envelope", "reason": "raw=True"}
        if endpoint.errors is not None:
            yield {"where": f"{endpoint.method} {endpoint.path}", "what": "refusals in a shape of its own", "reason": f"errors={getattr(endpoint.errors.call, '__name__', '')}"}
        if endpoint.unknown == "ignore":
            yield {"where": f"{endpoint.method} {endpoint.path}", "what": "unknown fields are ignored", "reason": 'unknown="ignore"'}


def _notes(contract: Contract) -> Iterator[dict[str, object]]:
    """What is as it was declared, and may not be what was meant."""
    made = {operation.resource for operation in contract.operations if operation.verb == "create"}
    for kind, access in compose(contract).items():
        for resource in contract.resources.values():
            if resource.name in made and (resource.name, "create") in access.rows and (resource.name, "read") not in access.rows:
                yield {
                    "resource": resource.name, "who": kind or "anybody", "what": "creates what it cannot read",
                    "answer": '201 with {"data": null}',
                }  # fmt: skip
