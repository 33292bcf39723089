"""`nnviz predict`: which digit each picture shows, in the eyes of a saved network."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import numpy as np

from nnviz import terminal
from nnviz.core.answers import answer
from nnviz.core.mnist import PIXELS
from nnviz.core.network import Network
from nnviz.core.session_file import load_session
from nnviz.system_libraries import check_libraries


def predict(options: Namespace) -> None:
    """Carry the command out. Raises `BadInput` for a session or a picture that cannot be read."""
    network = load_session(options.session).current.network()
    check_libraries()  # pictures are read by Qt
    for file in options.images:
        terminal.say(_line(network, file, options.json))


def _line(network: Network, file: Path, as_json: bool) -> str:
    from nnviz.image_files import read_digit

    forward = network.forward_pass(read_digit(file).reshape(PIXELS))
    outputs, digit = forward.activations[-1], max(answer(forward.zs[-1]), 0)
    if as_json:
        # Zeros for NaN: JSON has no word for it, and a diverged network is sure of nothing.
        numbers = [round(float(output), 6) for output in np.nan_to_num(outputs)]
        return json.dumps({"file": str(file), "digit": digit, "outputs": numbers})
    others = "  ".join(f"{d}: {output:.3f}" for d, output in enumerate(outputs))
    return f"{terminal.clean(str(file))}: {digit}   ({others})"
