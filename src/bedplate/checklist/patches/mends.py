"""The mends by item: each takes what stands at the place of a finding and gives what should stand there."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import libcst as cst
import libcst.matchers as match

from bedplate.checklist.patches.places import Mend, Site

__all__ = ["MENDS"]

_ON = cst.Name("True")
_FROM_ENVIRONMENT = 'os.environ.get("DEBUG") == "1"'


def _expression(text: str) -> cst.BaseExpression:
    return cst.parse_expression(text)


def _keyword(call: cst.Call, name: str) -> cst.Arg | None:
    return next((one for one in call.args if one.keyword is not None and one.keyword.value == name), None)


def _with(call: cst.Call, name: str, value: cst.BaseExpression) -> cst.Call:
    """The call with a keyword set; an argument that is there keeps its place."""
    old = _keyword(call, name)
    if old is not None:
        return call.with_changes(args=[one.with_changes(value=value) if one is old else one for one in call.args])
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    args = list(call.args)
    if args and isinstance(args[-1].comma, cst.MaybeSentinel):
        args[-1] = args[-1].with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
    elif args and isinstance(args[-1].comma, cst.Comma) and not call.whitespace_before_args.empty:  # one argument a line, with a comma at the end
        last = args[-1].comma
        args[-1] = args[-1].with_changes(comma=last.with_changes(whitespace_after=call.whitespace_before_args))
        return call.with_changes(args=[*args, cst.Arg(value, cst.Name(name), equal, comma=last)])
    return call.with_changes(args=[*args, cst.Arg(value, cst.Name(name), equal)])


def _timeout(site: Site) -> cst.CSTNode | None:
    return _with(site.node, "timeout", cst.Integer("5")) if isinstance(site.node, cst.Call) else None


def _cookie(site: Site) -> cst.CSTNode | None:
    call = site.node
    if not (isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) and call.func.attr.value == "set_cookie"):
        return None
    for name, value in (("httponly", _ON), ("secure", _ON), ("samesite", _expression('"lax"'))):
        old = _keyword(call, name)
        if old is None or match.matches(old.value, match.Name("False") | match.Name("None")):
            call = _with(call, name, value)
    return None if call is site.node else call


def _debug(site: Site) -> cst.CSTNode | None:
    node = site.node
    if isinstance(node, cst.Call) and (old := _keyword(node, "debug")) is not None and match.matches(old.value, match.Name("True")):
        site.imports.add("os")
        return _with(node, "debug", _expression(_FROM_ENVIRONMENT))
    if isinstance(node, cst.Assign) and match.matches(node.value, match.Name("True")):
        site.imports.add("os")
        return node.with_changes(value=_expression(_FROM_ENVIRONMENT))
    return None


def _documented(site: Site) -> cst.CSTNode | None:
    node = site.node
    if not isinstance(node, cst.FunctionDef):
        return None
    decorators = [one.with_changes(decorator=_shown(one.decorator)) if isinstance(one.decorator, cst.Call) else one for one in node.decorators]
    return None if all(new is old for new, old in zip(decorators, node.decorators, strict=True)) else node.with_changes(decorators=decorators)


def _shown(call: cst.Call) -> cst.Call:
    kept = [one for one in call.args if one.keyword is None or one.keyword.value != "include_in_schema"]
    if len(kept) == len(call.args):
        return call
    if kept:
        kept[-1] = kept[-1].with_changes(comma=call.args[-1].comma)
    return call.with_changes(args=kept)


def _threaded(site: Site) -> cst.CSTNode | None:
    """`call(x)` -> `await asyncio.to_thread(call, x)`, where the nearest function may wait."""
    function = site.above(cst.FunctionDef, cst.Lambda)
    if not isinstance(site.node, cst.Call) or not isinstance(function, cst.FunctionDef) or function.asynchronous is None:
        return None
    if isinstance(site.parent, cst.WithItem):
        return None
    site.imports.add("asyncio")
    rest = [one.with_changes(comma=cst.MaybeSentinel.DEFAULT) if at == len(site.node.args) - 1 else one for at, one in enumerate(site.node.args)]
    first = cst.Arg(site.node.func, comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")) if rest else cst.MaybeSentinel.DEFAULT)
    moved = cst.Await(cst.Call(_expression("asyncio.to_thread"), [first, *rest]))
    held = isinstance(site.parent, cst.Attribute | cst.Call | cst.Subscript)
    return moved.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()]) if held else moved


def _from_environment(site: Site) -> cst.CSTNode | None:
    """`KEY = "constant"` -> `KEY = os.environ["KEY"]`, on the constant or on the assignment."""
    node = site.node
    holder = site.above(cst.Assign) if isinstance(node, cst.SimpleString) else node
    if not (isinstance(holder, cst.Assign) and isinstance(holder.value, cst.SimpleString) and len(holder.targets) == 1):
        return None
    target = holder.targets[0].target
    if not isinstance(target, cst.Name) or (isinstance(node, cst.SimpleString) and holder.value is not node):
        return None
    site.imports.add("os")
    value = _expression(f'os.environ["{target.value.upper()}"]')
    return value if isinstance(node, cst.SimpleString) else holder.with_changes(value=value)


def _safe_yaml(site: Site) -> cst.CSTNode | None:
    call = site.node
    if isinstance(call, cst.Call) and match.matches(call.func, match.Attribute(match.Name("yaml"), match.Name("load") | match.Name("unsafe_load"))):
        first = call.args[0].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        return cst.Call(_expression("yaml.safe_load"), [first])
    return None


class _Silent(cst.CSTTransformer):
    """Puts fixed words where the text of the caught exception stood."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.changed = False

    def _told(self, node: cst.CSTNode) -> bool:
        return bool(match.findall(node, match.Name(self._name)))

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        if match.matches(original_node.func, match.Name("str") | match.Name("repr")) and self._told(original_node):
            self.changed = True
            return _expression('"internal error"')
        return updated_node

    def leave_FormattedString(self, original_node: cst.FormattedString, updated_node: cst.FormattedString) -> cst.BaseExpression:
        if self._told(original_node):
            self.changed = True
            return _expression('"internal error"')
        return updated_node


def _silenced(site: Site) -> cst.CSTNode | None:
    handler = site.above(cst.ExceptHandler)
    if not isinstance(handler, cst.ExceptHandler) or handler.name is None or not isinstance(handler.name.name, cst.Name):
        return None
    if not isinstance(site.node, cst.Raise | cst.Return):
        return None
    silent = _Silent(handler.name.name.value)
    new = site.node.visit(silent)
    return new if silent.changed and isinstance(new, cst.CSTNode) else None


MENDS: Final[Mapping[str, Mend]] = {
    "missing-timeout": _timeout, "unsafe-cookie": _cookie, "debug-mode": _debug, "undocumented-route": _documented,
    "blocking-call-in-async": _threaded, "hardcoded-secret": _from_environment, "unsafe-deserialization": _safe_yaml, "leaked-error": _silenced,
}  # fmt: skip
