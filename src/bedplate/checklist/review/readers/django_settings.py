"""Settings modules of Django: which one counts, and what REST framework takes from it."""
from __future__ import annotations

import re
from collections.abc import Iterator

from bedplate.checklist.item import Place
from bedplate.checklist.review.bindings import Assigned, bind
from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import place_of
from bedplate.checklist.review.picture import Picture, Setting
from bedplate.checklist.review.readers.survey import elements_of, listed
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import Value

__all__ = ["by_path", "configure"]

_OWN = frozenset({"INSTALLED_APPS", "ROOT_URLCONF", "MIDDLEWARE", "SECRET_KEY", "REST_FRAMEWORK", "DATABASES"})
_SHOWN = ("SECRET_KEY", "DEBUG", "CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL", "CORS_ALLOW_CREDENTIALS", "CORS_ALLOWED_ORIGIN_REGEXES",
          "MIDDLEWARE", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE",
          "PASSWORD_HASHERS", "SIMPLE_JWT", "INSTALLED_APPS", "AUTHENTICATION_BACKENDS", "CORS_ORIGIN_WHITELIST", "CORS_ALLOWED_ORIGINS")  # fmt: skip
_ASIDE = re.compile(r"(^|[_/.])(dev|develop|development|local|test|tests|testing|ci|docker|example|sample|debug|demo)([_/.]|$)", re.I)


def configure(engine: Reading, modules: list[Module], picture: Picture) -> Module | None:
    """Find the settings that count, and tell the engine what they say; None when the code has none (it is an application for others)."""
    found = [module for module in modules if _is_settings(module)]
    chosen = _chosen(engine, found)
    if chosen is None:
        return None
    engine.ambient["library:django.conf.settings"] = Value("module", chosen)
    for name in _SHOWN if not _ASIDE.search(chosen.path) else ():
        value = engine.global_name(chosen, name)
        if value.kind != "unknown" or value.node is not None:
            picture.settings.append(Setting(f"django.{name}", value, _place(engine, chosen, name)))
    _rest(engine, chosen)
    return chosen


def _is_settings(module: Module) -> bool:
    bind(module)
    return len(_OWN & set(module.bindings)) >= 2 or (bool(module.stars) and bool(_OWN & set(module.bindings)))


def _chosen(engine: Reading, found: list[Module]) -> Module | None:
    """The module that a server names, else one that no other builds on and that is not for development, else any."""
    named = _named_by_servers(engine, found)
    bases = {path for module in found for path in _starred(engine, module)}
    ranked = sorted(found, key=lambda module: (module.path not in named, bool(_ASIDE.search(module.path)), module.path in bases, module.path))
    return ranked[0] if ranked else None


def _named_by_servers(engine: Reading, found: list[Module]) -> set[str]:
    names: set[str] = set()
    for file in engine.program.files:
        if file.endswith(("wsgi.py", "asgi.py")):
            names.update(re.findall(r"DJANGO_SETTINGS_MODULE['\"]\s*,\s*['\"]([\w.]+)['\"]", engine.program.text(file)))
    return {module.path for module in found for name in names if module.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".").endswith(name)}


def _starred(engine: Reading, module: Module) -> Iterator[str]:
    for dotted, level in module.stars:
        base = module.folder[: len(module.folder) - level + 1] if level else ()
        found = engine.program.relative((*base, *filter(None, dotted.split(".")))) if level else engine.program.find(dotted, module)
        if found is not None:
            yield found.path


def _place(engine: Reading, module: Module, name: str, depth: int = 0) -> Place:
    """Where a setting is assigned, in the module itself or in one that it builds on."""
    own = module.bindings.get(name, [])
    for binding in reversed(own):
        if isinstance(binding, Assigned):
            return place_of(module, binding.node)
    for path in _starred(engine, module):
        base = engine.program.module(path)
        if base is not None and depth < 4:
            bind(base)
            return _place(engine, base, name, depth + 1)
    return place_of(module, None)


def by_path(engine: Reading, dotted: str, importer: Module) -> Value:
    """What a dotted path in a setting names."""
    folder, _, name = dotted.rpartition(".")
    module = engine.program.find(folder, importer) if folder else None
    found = engine.global_name(module, name) if module is not None else Value("unknown")
    return found if found.kind != "unknown" else Value("external", dotted)


def _rest(engine: Reading, module: Module) -> None:
    """The defaults of REST framework: without a setting everybody is let in, and lists have no pages."""
    rest = engine.global_name(module, "REST_FRAMEWORK")
    rest = rest if rest.kind == "mapping" else Value("mapping")
    given = rest.keyword("DEFAULT_PERMISSION_CLASSES")
    names = listed(given) if given is not None else ["rest_framework.permissions.AllowAny"]
    values = tuple(by_path(engine, name, module) for name in names)
    if given is not None and not names:
        values = tuple(elements_of(given))
    engine.ambient["django.permissions"] = Value("sequence", args=values)
    engine.ambient["library:rest_framework.settings.api_settings"] = Value(
        "mapping", named=(("DEFAULT_PERMISSION_CLASSES", engine.ambient["django.permissions"]), *rest.named)
    )
    paginator = rest.keyword("DEFAULT_PAGINATION_CLASS")
    pages = paginator is not None and paginator.ref is not None
    engine.ambient["django.pagination"] = by_path(engine, str(paginator.ref), module) if pages and paginator is not None else Value("constant", False)
    throttles = rest.keyword("DEFAULT_THROTTLE_CLASSES")
    engine.ambient["django.throttles"] = Value("sequence", args=elements_of(throttles))
    sessions = rest.keyword("DEFAULT_AUTHENTICATION_CLASSES")
    engine.ambient["django.authenticators"] = Value("sequence", args=tuple(by_path(engine, word, module) for word in listed(sessions)))
