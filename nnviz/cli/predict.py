"""`nnviz predict`: what each picture shows, in the eyes of a saved network."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import numpy as np

from nnviz import terminal
from nnviz.datasets.load import load_data
from nnviz.datasets.subject import Subject
from nnviz.errors import BadInput
from nnviz.learning.answers import answer
from nnviz.learning.network import Network
from nnviz.sessions.session_file import load_session


def predict(options: Namespace) -> int:
    """Carry the command out. Returns the exit status: 2 if a picture was bad, which is said at its turn.

    Raises `BadInput` for a session that cannot be read, or whose weights are no longer numbers.
    """
    saved = load_session(options.session).current
    if not np.isfinite(saved.now.parameters).all():
        raise BadInput(f"{options.session} answers nothing: its weights are no longer finite numbers")
    network, subject = saved.network(), saved.subject
    if options.data is not None:
        subject = load_data(options.data).subject
        if not subject.fits(saved.subject):
            raise BadInput(
                f"{options.session} is of pictures of another shape or other classes than {options.data}"
            )
    all_are_good = True
    for file in options.images:
        try:
            line = _line(network, subject, file, options.json)
        except BadInput as error:
            terminal.complain(error)
            all_are_good = False
        else:
            terminal.say(line)
    return 0 if all_are_good else 2


def _line(network: Network, subject: Subject, file: Path, as_json: bool) -> str:
    from nnviz.datasets.pictures import read_picture

    picture = read_picture(file, subject.shape)
    with np.errstate(all="ignore"):  # numbers that outgrow float32 are told below, in our words
        forward = network.forward_pass(picture.digit.reshape(subject.pixels))
    outputs, label, names = forward.activations[-1], answer(forward.zs[-1]), subject.class_names
    if not np.isfinite(forward.zs[-1]).all():
        raise BadInput(f"{file} has no answer: the network's weighted inputs are no longer finite numbers")
    if as_json:
        numbers = [round(float(output), 6) for output in outputs]
        said = {"file": str(file), "digit": label, "class": names[label]}
        return json.dumps({**said, "outputs": numbers, "doubtful": picture.doubt})
    others = "  ".join(f"{name}: {output:.3f}" for name, output in zip(names, outputs, strict=True))
    doubt = "" if picture.doubt is None else f"   doubtful: {picture.doubt}"
    return f"{terminal.clean(str(file))}: {names[label]}   ({others}){doubt}"
