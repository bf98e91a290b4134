"""Which rule holds which items, in which frameworks. What is not listed here is `unsupported`, and says so."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge
from bedplate.checklist.review.rules import (
    account_enumeration,
    authentication_missing,
    blocking_call_in_async,
    csrf_disabled,
    debug_mode,
    django_configuration,
    hardcoded_secret,
    injection,
    leaked_error,
    mass_assignment,
    missing_rate_limit,
    missing_timeout,
    over_exposed_fields,
    ownership_body_reference,
    ownership_missing_read,
    ownership_missing_write,
    ownership_nested_id,
    query_per_row,
    role_missing,
    sensitive_data_in_logs,
    sql_from_strings,
    unbounded_list,
    undocumented_route,
    unsafe_cookie,
    unsafe_cors,
    unsafe_jwt,
    unsafe_upload,
    unvalidated_input,
    weak_password_hashing,
    write_without_transaction,
    wrong_status_code,
)

__all__ = ["RULES", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, the items that it can find, and the frameworks whose readers give it what it needs."""

    check: Callable[[Knowledge], Iterator[Finding]]
    items: tuple[str, ...]
    frameworks: frozenset[str] = frozenset({"fastapi", "flask", "django"})


RULES: tuple[Rule, ...] = (
    Rule(authentication_missing.check, ("authentication-missing",)),
    Rule(ownership_missing_read.check, ("ownership-missing-read",)),
    Rule(ownership_missing_write.check, ("ownership-missing-write",)),
    Rule(ownership_nested_id.check, ("ownership-nested-id",)),
    Rule(ownership_body_reference.check, ("ownership-body-reference",)),
    Rule(unvalidated_input.check, ("unvalidated-input",)),
    Rule(role_missing.check, ("role-missing",)),
    Rule(mass_assignment.check, ("mass-assignment",)),
    Rule(over_exposed_fields.check, ("over-exposed-fields",)),
    Rule(sql_from_strings.check, ("sql-from-strings",)),
    Rule(hardcoded_secret.check, ("hardcoded-secret",)),
    Rule(weak_password_hashing.check, ("weak-password-hashing",)),
    Rule(unsafe_jwt.check, ("unsafe-jwt",)),
    Rule(missing_rate_limit.check, ("missing-rate-limit",)),
    Rule(leaked_error.check, ("leaked-error",)),
    Rule(sensitive_data_in_logs.check, ("sensitive-data-in-logs",)),
    Rule(unbounded_list.check, ("unbounded-list",)),
    Rule(unsafe_cors.check, ("unsafe-cors",)),
    Rule(csrf_disabled.check, ("csrf-disabled",)),
    Rule(django_configuration.check, ("csrf-disabled", "unsafe-cors", "hardcoded-secret", "debug-mode"), frozenset({"django"})),
    Rule(unsafe_cookie.check, ("unsafe-cookie",)),
    Rule(injection.check, ("command-injection", "path-traversal", "template-injection", "unsafe-deserialization", "server-side-request-forgery")),
    Rule(unsafe_upload.check, ("unsafe-upload",)),
    Rule(account_enumeration.check, ("account-enumeration",)),
    Rule(debug_mode.check, ("debug-mode",), frozenset({"fastapi", "flask"})),
    Rule(wrong_status_code.check, ("wrong-status-code",)),
    Rule(query_per_row.check, ("query-per-row",)),
    Rule(blocking_call_in_async.check, ("blocking-call-in-async",)),
    Rule(missing_timeout.check, ("missing-timeout",)),
    Rule(write_without_transaction.check, ("write-without-transaction",)),
    Rule(undocumented_route.check, ("undocumented-route",), frozenset({"fastapi"})),
)
