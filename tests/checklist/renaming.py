"""Gives every name that an example defines a meaningless one, consistently, in code, paths and SQL alike."""
from __future__ import annotations

import ast
import builtins
import keyword
import re
from pathlib import Path

# Words of the libraries' own interfaces, which an example may define too (a method `get`, a parameter `limit`), and words with a meaning
# in the protocol (`sub` of a token). They keep their names: renaming them would change what the library does, not what the author called it.
LIBRARY_WORDS = frozenset("""
    get post put patch delete head options add merge commit close execute fetchone fetchall first all one filter filter_by where select query
    limit offset order_by scalars session flush rollback read write save update create remove items values keys append pop id pk key name
    path request response status code detail headers cookies json form args files data body text user users app main state content cursor
    connect connection engine dispatch call_next scope email username login logout password token tokens settings config Config Base Meta
    model models fields objects sub exp dict list set run check encode decode hash verify dumps loads is_valid validated_data serializer
    serializer_class queryset permission_classes authentication_classes throttle_classes get_queryset get_object perform_create
    perform_update get_permissions get_serializer_class has_permission has_object_permission basename urlpatterns views urls routers
    apps INSTALLED_APPS MIDDLEWARE REST_FRAMEWORK AUTH_USER_MODEL DATABASES SECRET_KEY DEBUG ROOT_URLCONF to_dict to_representation
    throttle_scope read_only_fields exclude method_decorators decorators before_request after_request register blueprint init_app
    create_app lifespan label title url user_id owner request_loader user_loader get_id is_authenticated is_active objects count exists
    __init__ __call__ __tablename__ model_config as_view view setup_view post_form get_form form_class template_name success_url
    context lookup_field pagination_class page_size max_page_size schema load dump unknown validate validators lookup
    allow_origins cookie_samesite access_token
    destroy retrieve partial_update perform_destroy form_valid test_func get_serializer get_form_kwargs get_context_data create_user
    extra_kwargs initial http_method_names lookup_url_kwarg pk_url_kwarg slug_field get_throttles permission_required handle_no_permission
    paginate_by depth action kwargs cleaned_data instance page_size_query_param clean dispatch attrs has_change_permission process_request
    CORS_ALLOW_ALL_ORIGINS CORS_ALLOW_CREDENTIALS CORS_ALLOWED_ORIGINS CORS_ALLOWED_ORIGIN_REGEXES wsgi asgi manage SIMPLE_JWT AUTHENTICATION_BACKENDS enforce_csrf get_form form form_class
    get_by_natural_key USERNAME_FIELD get_response process_view authentication_classes editable file_name
    TESTING methods dispatch_request self cls find credentials db status_code kind default max_length unique exc error errors json_data on_delete null blank choices year month day default_limits
""".split())
KEPT = re.compile(r"(passw|pwd|secret|hash|digest|token|api_?key|csrf|session|^is_|role|superuser|staff|admin|permission|balance|credit)", re.I)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def renamed(source: Path, target: Path) -> dict[str, str]:
    """Write the example with other names to `target`; returns the new names."""
    files = sorted(source.rglob("*.py"))
    names: set[str] = set()
    for file in files:
        names |= _defined(ast.parse(file.read_text(encoding="utf-8")))
        names |= {file.stem, *file.relative_to(source).parent.parts}
    libraries = {word for file in files for word in _library_names(file, {file.stem for file in files} | {f.name for f in source.iterdir()})}
    chosen = sorted(each for each in names if _renamable(each) and each not in libraries)
    numbers = {name: number for number, name in enumerate(sorted({_spelling(each) for each in chosen}))}  # a class and its table stay together
    mapping = {name: f"{'Q' if name[0].isupper() else 'q'}{numbers[_spelling(name)]}z" for name in chosen}
    mapping |= {name: made for name in chosen if (made := _derived(name, mapping))}
    for file in files:
        text = _WORD.sub(lambda match: mapping.get(match[0]) or _derived(match[0], mapping) or match[0], file.read_text(encoding="utf-8"))
        relative = file.relative_to(source)
        folders = [mapping.get(part, part) for part in relative.parent.parts]
        place = target.joinpath(*folders) / f"{mapping.get(file.stem, file.stem)}.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return mapping


def _spelling(name: str) -> str:
    """`OrderItem`, `order_item` and `orderitem` are one name: a class and the table that its library names after it."""
    bare = name.lstrip("_")
    return name[: len(name) - len(bare)] + bare.lower().replace("_", "")


def _derived(name: str, mapping: dict[str, str]) -> str:
    """Names that a library makes of the author's: `owner_id`, `note_set`, `project__owner`, `validate_project`."""
    lower = {_spelling(each): made.lower() for each, made in mapping.items()}
    if "__" in name.strip("_"):
        return "__".join(mapping.get(part, lower.get(part, part)) for part in name.split("__"))
    for prefix in ("validate_", "clean_"):
        if name.startswith(prefix) and name.removeprefix(prefix) in mapping:
            return prefix + mapping[name.removeprefix(prefix)]
    for suffix in ("_id", "_set"):
        base = name.removesuffix(suffix)
        if base != name and base in (lower if suffix == "_set" else mapping):
            return lower.get(base, base) + suffix
    return ""


def _renamable(name: str) -> bool:
    if name in LIBRARY_WORDS or name.lower() in LIBRARY_WORDS or name.startswith("__") or keyword.iskeyword(name) or hasattr(builtins, name):
        return False
    return len(name) > 1 and not KEPT.search(name)


def _defined(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
            if isinstance(node, ast.ClassDef):
                found.add(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", node.name).lower())
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name) and node.value.id == "self":
            found.add(node.attr)
    return found


def _library_names(file: Path, own: set[str]) -> set[str]:
    """Every part of an import that does not come from the example itself."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] not in own:
            found |= {*(node.module or "").split("."), *(alias.name for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {part for alias in node.names if alias.name.split(".")[0] not in own for part in alias.name.split(".")}
    return found
