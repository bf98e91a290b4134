"""Django with REST framework: models, settings, URL configurations and views, read in this order."""
from __future__ import annotations

import ast
import re
from dataclasses import replace

from bedplate.checklist.review.bindings import bind
from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import place_of
from bedplate.checklist.review.models import Reverse
from bedplate.checklist.review.picture import Guard, Picture
from bedplate.checklist.review.readers.django_access import ACCESS
from bedplate.checklist.review.readers.django_data import DATA
from bedplate.checklist.review.readers.django_library import DJANGO
from bedplate.checklist.review.readers.django_limits import named_limit
from bedplate.checklist.review.readers.django_rest_library import REST
from bedplate.checklist.review.readers.django_settings import by_path, configure
from bedplate.checklist.review.readers.django_urls import Mounted, Urls
from bedplate.checklist.review.readers.django_views import Views
from bedplate.checklist.review.readers.survey import listed
from bedplate.checklist.review.source import Module, Program
from bedplate.checklist.review.trace import flatten
from bedplate.checklist.review.value import CALLER, Class, Query, Value, names_caller

__all__ = ["more", "read", "supply"]

_WORDS = re.compile(r"^(?:INSTALLED_APPS|ROOT_URLCONF|REST_FRAMEWORK|MIDDLEWARE|SECRET_KEY|urlpatterns)\b|^class \w+\(.*Model\b.*\):", re.M)


def more(program: Program) -> list[str]:
    """Files that belong to a Django project though they import nothing of it: settings, URL configurations, models on models."""
    return [file for file in program.files if _WORDS.search(program.text(file))]


def supply(engine: Reading) -> None:
    """Tell the engine what the library does, before anything of the program is evaluated."""
    for dotted, text in {**DJANGO, **REST}.items():
        engine.program.supply(dotted, text)
    engine.intrinsics.update(ACCESS)
    engine.intrinsics.update(DATA)


def read(engine: Reading, modules: list[Module], picture: Picture) -> None:
    """Add the routes and settings of the Django project or applications in these modules."""
    for module in modules:
        bind(module)
    settings = configure(engine, modules, picture)
    _accounts(engine, modules, settings)
    _relations(engine, modules)
    urls = Urls(engine)
    urls.survey(modules)
    _roots(engine, urls, modules, settings)
    guards, limits = _middleware(engine, settings)
    views = Views(engine, picture, guards, limits)
    for each in urls.found:
        if isinstance(each, Mounted):
            views.mounted(each)
        else:
            views.registered(each)


def _classes(engine: Reading, modules: list[Module]) -> list[Class]:
    found = [Class(module, node) for module in modules for node in module.tree.body if isinstance(node, ast.ClassDef)]
    base = engine.program.find("django.contrib.auth.models", modules[0]) if modules else None
    if base is not None:
        bind(base)
        found.extend(Class(base, node) for node in base.tree.body if isinstance(node, ast.ClassDef))
    return found


def _accounts(engine: Reading, modules: list[Module], settings: Module | None) -> None:
    """Which model the accounts are: the one of the settings, the only one of the program, or Django's own."""
    named = engine.global_name(settings, "AUTH_USER_MODEL").ref if settings is not None else None
    wanted = named.rsplit(".", 1)[-1] if isinstance(named, str) else ""
    own = [cls for cls in _classes(engine, modules) if (table := engine.models.table(cls)) is not None and table.is_account]
    chosen = next((cls for cls in own if cls.name == wanted and not cls.module.supplied), None)
    chosen = chosen or next((cls for cls in own if not cls.module.supplied and not wanted), None) or next(iter(own), None)
    if chosen is None:
        return
    collection = engine.models.collection(chosen)
    engine.models.account = collection
    engine.models.accounts.add(collection)
    engine.ambient["django.account"] = Value("class", chosen)
    engine.ambient["django.caller"] = Value("row", Query(collection, chosen, single=True), labels=frozenset({CALLER}))


def _relations(engine: Reading, modules: list[Module]) -> None:
    """The other end of each reference, by the name under which its rows have it."""
    tables = [cls for cls in _classes(engine, modules) if engine.models.table(cls) is not None]
    for cls in tables:
        engine.models.named.setdefault(engine.models.collection(cls), cls)
    for cls in tables:
        own = engine.models.collection(cls)
        for name, each in engine.models.fields(cls).items():
            target = each.reference or each.relation
            if not target or not isinstance(each.value, ast.Call):
                continue
            made = engine.evaluate(each.value, engine.frame_of(each.owner.module))
            said = made.keyword("related_name")
            single = made.dotted.endswith("OneToOneField")
            word = said.ref if said is not None and isinstance(said.ref, str) else ""
            names = [word.replace("%(class)s", cls.name.lower())] if word else [own, own if single else f"{own}_set"]
            query = made.keyword("related_query_name")
            names.extend([query.ref] if query is not None and isinstance(query.ref, str) else [])
            for other in names:
                engine.models.reverse.setdefault(target, {}).setdefault(other, Reverse(own, name, single))


def _roots(engine: Reading, urls: Urls, modules: list[Module], settings: Module | None) -> None:
    """The configuration that the settings name; without one, every configuration that no other includes."""
    named = engine.global_name(settings, "ROOT_URLCONF").ref if settings is not None else None
    root = engine.program.find(named, settings) if isinstance(named, str) and settings is not None else None
    if root is not None:
        urls.module(root, "", ())
    if not urls.found:
        everything = [module for module in modules if "urlpatterns" in module.bindings]
        included = {path for module in everything for path in _includes(engine, module)}
        for module in everything:
            if module.path not in included and module.path not in urls.included:
                urls.module(module, "", ())
    for key, router in urls.routers.items():
        if key not in urls.mounted_routers and not urls.found:
            urls.router(router, "", ())


def _includes(engine: Reading, module: Module) -> list[str]:
    found: list[str] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("include") and node.args and isinstance(node.args[0], ast.Constant):
            target = engine.program.find(str(node.args[0].value), module)
            found.extend([target.path] if target is not None else [])
    return found


def _middleware(engine: Reading, settings: Module | None) -> tuple[list[Guard], list[str]]:
    """What stands before every view: middleware that refuses strangers or counts calls."""
    if settings is None:
        return [], ["unknown"]
    guards: list[Guard] = []
    words = [word for name in ("MIDDLEWARE", "AUTHENTICATION_BACKENDS", "INSTALLED_APPS") for word in listed(engine.global_name(settings, name))]
    limits = [word for word in words if named_limit(f"{word}.")]
    for word in listed(engine.global_name(settings, "MIDDLEWARE")):
        if word.endswith(".LoginRequiredMiddleware"):
            guards.append(Guard(word, "middleware", place_of(settings, None), (), "authentication"))
            continue
        found = by_path(engine, word, settings)
        guard = _own_middleware(engine, found)
        if guard is not None:
            guards.append(guard)
            limits.extend([guard.name] if any(429 in each.event.statuses for each in flatten(guard.events)) else [])
    return guards, limits


def _own_middleware(engine: Reading, value: Value) -> Guard | None:
    if value.cls is None or value.kind != "class":
        return None
    request = Value("instance", "django.http.HttpRequest", named=(("user", engine.ambient.get("django.caller", Value("unknown"))),))
    for name in ("process_request", "process_view", "__call__"):
        found = engine.member(value.cls, name)
        if found is not None and found.function is not None:
            engine.budget, engine.exhausted = 1500, False
            made = Value("instance", value.cls)
            _, events, _ = engine.follow(replace(found.function, receiver=made), (request,), (), 1)
            refusals = [each.event for each in flatten(events) if each.event.kind == "refuse"]
            if refusals:
                kind = any(event.statuses & {302, 401, 403} and names_caller(event.labels) for event in refusals)
                return Guard(value.cls.name, "middleware", place_of(value.cls.module, value.cls.node), events, "authentication" if kind else "")
    return None
