"""A rule that lets strangers do what counts on somebody who is signed in opens nothing."""
from __future__ import annotations

from bedplate.declarations.contract import Contract
from bedplate.errors import Fault

__all__ = ["strangers_can_call"]


def strangers_can_call(contract: Contract) -> list[Fault]:
    """An action that strangers are allowed takes nobody's context."""
    return [
        Fault("D610", f"{resource.name}.{rule.name}: strangers may call {verb!r}, but its context is that of an account",
              f"write `Ctx[None]` in the action, or take {verb!r} out of the rule", rule.place)
        for resource in contract.resources.values()
        for rule in resource.rules if rule.effect == "allow" and rule.actor is None
        for verb in rule.verbs if verb in resource.actions and resource.actions[verb].caller is not None
    ]
