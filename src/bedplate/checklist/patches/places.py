"""A change of one file at one place: what stands there is found by its position, the rest of the file keeps every byte."""
from __future__ import annotations

from collections.abc import Callable

import libcst as cst
from libcst.codemod import CodemodContext
from libcst.codemod.visitors import AddImportsVisitor
from libcst.metadata import CodePosition, CodeRange, MetadataWrapper, ParentNodeProvider, PositionProvider

__all__ = ["Mend", "Site", "mended", "with_imports"]


class Site:
    """A node with what stands around it. A mend names the imports that it needs."""

    def __init__(self, node: cst.CSTNode, parents: dict[cst.CSTNode, cst.CSTNode]) -> None:
        self.node = node
        self._parents = parents
        self.imports: set[str] = set()

    def above(self, *kinds: type[cst.CSTNode]) -> cst.CSTNode | None:
        """The nearest node around this one that is of one of these kinds."""
        node = self._parents.get(self.node)
        while node is not None and not isinstance(node, kinds):
            node = self._parents.get(node)
        return node

    @property
    def parent(self) -> cst.CSTNode | None:
        return self._parents.get(self.node)


Mend = Callable[[Site], "cst.CSTNode | None"]
"""What takes the place of the node; None where this mend does not fit."""


class _Replacing(cst.CSTTransformer):
    def __init__(self, old: cst.CSTNode, new: cst.CSTNode) -> None:
        super().__init__()
        self._old = old
        self._new = new

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        return self._new if original_node is self._old else super().on_leave(original_node, updated_node)  # type: ignore[return-value]


class _Finding(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider, ParentNodeProvider)

    def __init__(self, line: int, column: int) -> None:
        super().__init__()
        self._at = (line, column)
        self.found: list[cst.CSTNode] = []
        self.parents: dict[cst.CSTNode, cst.CSTNode] = {}

    def on_visit(self, node: cst.CSTNode) -> bool:
        parent = self.get_metadata(ParentNodeProvider, node, None)
        if isinstance(parent, cst.CSTNode):
            self.parents[node] = parent
        position = self.get_metadata(PositionProvider, node)
        start = position.start if isinstance(position, CodeRange) else CodePosition(0, 0)
        if (start.line, start.column + 1) == self._at:
            self.found.append(node)
        return True


def mended(text: str, line: int, column: int, mend: Mend) -> tuple[str, set[str]]:
    """The text with the mend at a place (from 1), and the imports that it needs; the same text where the mend does not fit or the text is
    no Python."""
    try:
        wrapper = MetadataWrapper(cst.parse_module(text))
    except cst.ParserSyntaxError:
        return text, set()
    finding = _Finding(line, column)
    wrapper.visit(finding)
    for node in reversed(finding.found):  # of calls in a chain the first one
        site = Site(node, finding.parents)
        new = mend(site)
        if new is not None:
            return wrapper.module.visit(_Replacing(node, new)).code, site.imports
    return text, set()


def with_imports(text: str, imports: set[str]) -> str:
    """The text with the imports that it lacks."""
    context = CodemodContext()
    for name in sorted(imports):
        AddImportsVisitor.add_needed_import(context, name)
    return AddImportsVisitor(context).transform_module(cst.parse_module(text)).code if imports else text
