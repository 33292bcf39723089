"""The program's own lines that compute a stage for a kind of network, found by what stands in them.

They are whole functions: what all networks have in common, and what this one's activations and cost compute.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from nnviz.learning.architecture import Architecture
from nnviz.learning.network import Network
from nnviz.learning.one_step import stepped
from nnviz.panels.backprop_steps.stages import Kind


@dataclass(frozen=True)
class Excerpt:
    """Lines of source, and which of them compute the stage, counted from 0."""

    files: tuple[str, ...]
    lines: tuple[str, ...]
    marked: tuple[int, ...]

    @property
    def pointed_at(self) -> tuple[str, ...]:
        """The lines that compute the stage."""
        return tuple(self.lines[number] for number in self.marked)


@dataclass(frozen=True)
class _Place:
    """A function, and where in it: from the line that begins so to the next blank line, comment or return.

    Without a beginning all of it is meant, but for its docstring.
    """

    function: Callable[..., Any]
    begins: str = ""
    comments: int = 1  # that are meant, with the lines that follow them


def excerpt(kind: Kind, network: Architecture) -> Excerpt:
    """The source of a stage. Raises `LookupError` if the source has changed so that it is not found there.

    Raises `OSError` if this build comes without source.
    """
    files: list[str] = []
    lines: list[str] = []
    marked: list[int] = []
    for place in _places(kind, network):
        head, body, span = _found(place)
        files.append(head)
        lines += [*([""] if lines else []), f"# {head}"]
        marked += [len(lines) + number for number in span]
        lines += body
    return Excerpt(tuple(dict.fromkeys(files)), tuple(lines), tuple(marked))


def _places(kind: Kind, network: Architecture) -> tuple[_Place, ...]:
    hidden, output = type(network.hidden_function), type(network.output_function)
    cost = type(network.cost_function)
    layers = _Place(Network.forward_pass, "for layer, (w, b) in")
    return {
        Kind.PIXELS: (_Place(Network.forward_pass, "activations = [images]"),),
        Kind.HIDDEN: (layers, _Place(hidden.value)),
        Kind.OUTPUTS: (layers, _Place(output.value)),
        Kind.COST: (_Place(cost.of), _Place(cost.total)),
        Kind.OUTPUT_ERROR: (
            _Place(Network.backward_pass, "# Equation 1"),
            _Place(cost.error),
            *(() if network.cost_function.cancels_slope else (_Place(cost.derivative), _Place(output.slope))),
        ),
        Kind.HIDDEN_ERROR: (_Place(Network.send_back, "# Equation 2"), _Place(hidden.slope)),
        Kind.GRADIENTS: (_Place(Network.backprop, "# Equation 3", comments=2),),
        Kind.STEP: (_Place(stepped, "# The step"),),
        Kind.AGAIN: (layers,),
    }[kind]


@cache
def _found(place: _Place) -> tuple[str, tuple[str, ...], range]:
    """The file, the function's lines, and which of them are meant."""
    text = inspect.getsource(place.function)
    lines = tuple(text.splitlines())
    module = place.function.__module__.split(".")
    file = f"{'/'.join(module[1:] or module)}.py"
    owner = place.function.__qualname__.rpartition(".")[0]
    head = f"{file}, class {owner}" if owner else file
    return head, lines, _all_but_docstring(text) if not place.begins else _span(lines, place)


def _all_but_docstring(text: str) -> range:
    function = ast.parse(textwrap.dedent(text)).body[0]
    assert isinstance(function, ast.FunctionDef)
    said = [line for line in function.body if not (isinstance(line, ast.Expr) and _is_text(line.value))]
    return range(said[0].lineno - 1, said[-1].end_lineno or said[-1].lineno)


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _span(lines: tuple[str, ...], place: _Place) -> range:
    begin = next((i for i, line in enumerate(lines) if line.lstrip().startswith(place.begins)), None)
    if begin is None:
        raise LookupError(f"no line that begins with {place.begins!r}")
    if not place.begins.startswith("#"):
        return range(begin, _end_of_block(lines, begin) + 1)
    end, comments = begin + 1, 1
    while end < len(lines) and not _stops(lines[end], comments < place.comments):
        comments += lines[end].lstrip().startswith("#")
        end += 1
    return range(begin, end)


def _stops(line: str, may_comment: bool) -> bool:
    code = line.strip()
    return not code or code.startswith("return") or (code.startswith("#") and not may_comment)


def _end_of_block(lines: tuple[str, ...], begin: int) -> int:
    """The last line of the loop that begins here, or this line itself."""
    indent = _indent(lines[begin])
    last = begin
    while last + 1 < len(lines) and lines[last + 1].strip() and _indent(lines[last + 1]) > indent:
        last += 1
    return last


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
