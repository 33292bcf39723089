"""Calls say what they hand over: with more than five arguments a reader counts commas, keywords speak."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOST = 5
Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_compiled(node: ast.AST) -> bool:
    """Whether Numba compiles a function: calls within it and of it stay as they are."""
    marks = " ".join(ast.unparse(mark) for mark in getattr(node, "decorator_list", ()))
    return any(word in marks for word in ("compiled", "jit", "intrinsic"))


def takes_any_number(node: ast.AST) -> bool:
    """Whether a function takes any number of things of one kind, as `max` does."""
    return isinstance(node, Function) and node.args.vararg is not None


def nodes_to_read(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below one, without those within compiled functions."""
    waiting = [node]
    while waiting:
        for child in ast.iter_child_nodes(waiting.pop()):
            yield child
            if not is_compiled(child):
                waiting.append(child)


def test_no_call_of_ours_has_more_than_five_positional_arguments() -> None:
    files = sorted(ROOT.glob("nnviz/**/*.py"))
    nodes = [(file, node) for file in files for node in nodes_to_read(ast.parse(file.read_text()))]
    definitions = [node for _, node in nodes if isinstance(node, Function | ast.ClassDef)]
    exempt = {node.name for node in definitions if is_compiled(node) or takes_any_number(node)}
    ours = {"cls", *(node.name for node in definitions)} - exempt
    assert len(ours) > 1000  # they were found
    long_ones = [
        f"{file.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}"
        for file, node in nodes
        if isinstance(node, ast.Call) and len(node.args) > MOST
        if ast.unparse(node.func).split(".")[-1] in ours
    ]
    assert not long_ones, "\n".join(long_ones)
