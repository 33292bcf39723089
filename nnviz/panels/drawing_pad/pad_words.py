"""What the drawing pad says of an image and of the network's answer. No painting."""

from __future__ import annotations

import math

import numpy as np

from nnviz.explain.number_markup import figure
from nnviz.learning.answers import ranking
from nnviz.learning.neuron import Neuron
from nnviz.runs.input_image import InputImage
from nnviz.runs.snapshot import Snapshot

NEAR_0 = 0.05  # below this an output says no
TITLES = ("what the network sees", "the network sees", "it sees")  # longest first


def is_finite(snapshot: Snapshot) -> bool:
    """Whether the outputs are numbers: once a weight has outgrown its 32 bits, they no longer are."""
    return bool(np.isfinite(snapshot.outputs).all())


def source_texts(input_image: InputImage) -> tuple[str, ...]:
    """Which image it is, and what it is if anyone knows, longest first: "test digit 61, an 8", "test 61"."""
    if input_image.label is None:
        return (input_image.description,)
    what = input_image.subject.a(input_image.label)
    if input_image.source == "drawing":
        whose = "kept" if input_image.index >= 0 else "yours"
        return f"{input_image.description}, {what}", f"{whose}, {what}", what
    short = f"{input_image.source} {input_image.index}"
    return f"{input_image.description}, {what}", f"{short}, {what}", short


def is_right(snapshot: Snapshot) -> bool | None:
    """Whether the answer is right; None where nobody knows."""
    label = snapshot.input_image.label
    if label is None or not is_finite(snapshot):
        return None
    return snapshot.prediction == label


def says_none(snapshot: Snapshot) -> bool:
    """Whether all outputs are near 0, so that the largest of them is no answer to speak of."""
    return is_finite(snapshot) and float(snapshot.outputs.max()) < NEAR_0


def answer_text(snapshot: Snapshot) -> str:
    """The answer in large: a class, "–" for none of them, "?" if the outputs are no numbers."""
    if not is_finite(snapshot):
        return "?"
    return "–" if says_none(snapshot) else snapshot.subject.class_names[snapshot.prediction]


def confidence_text(snapshot: Snapshot) -> str:
    """The largest output as per cent, such as "99.1 %"."""
    largest = float(snapshot.outputs.max())
    if not math.isfinite(largest):
        return "no number"
    if says_none(snapshot):
        return "all near 0"
    return "100 %" if largest >= 0.9995 else f"{100 * largest:.1f} %"


def others_text(snapshot: Snapshot) -> str:
    """The two classes it would say next: "then 5, 8"."""
    names = snapshot.subject.class_names
    if not is_finite(snapshot):
        return "not finite"
    if says_none(snapshot):
        return f"most: {names[snapshot.prediction]}"
    order = ranking(snapshot.forward_pass.zs[-1])[1:3]
    return "then " + ", ".join(names[label] for label in order)


def spoken(snapshot: Snapshot) -> str:
    """The answer in words, for those who listen to the screen."""
    if snapshot.input_image.is_blank:
        return f"There is no {snapshot.subject.noun} yet."
    if not is_finite(snapshot):
        return "The outputs are no longer finite numbers."
    right = {True: ", right", False: ", wrong", None: ""}[is_right(snapshot)]
    if says_none(snapshot):
        what = f"all outputs are near 0; the largest is {snapshot.subject.output(snapshot.prediction)}"
        return f"{source_texts(snapshot.input_image)[0]}: {what}{right}."
    said = snapshot.subject.class_names[snapshot.prediction]
    return f"{source_texts(snapshot.input_image)[0]}: the network says {said}{right}."


def answer_tip(snapshot: Snapshot) -> str:
    """Explains the answer in large."""
    if not is_finite(snapshot):
        return spoken(snapshot)
    its, largest = snapshot.subject, figure(float(snapshot.outputs.max()))
    sentence = (
        f"The network's answer is the largest output: here {its.output(snapshot.prediction)}, a = {largest}."
    )
    right = is_right(snapshot)
    if right is None or snapshot.input_image.label is None:
        return sentence
    verdict = "right" if right else f"wrong: it is {its.a(snapshot.input_image.label)}"
    return f"{sentence} That is {verdict}."


def output_tip(snapshot: Snapshot, index: int) -> str:
    """Explains a bar."""
    label = snapshot.input_image.label
    wanted = "" if label is None else f"; wanted is y = {int(index == label)}"
    a = figure(float(snapshot.outputs[index]))
    its = snapshot.subject
    what = f"how sure the network is that this is {its.a(index)}"
    return f"O{its.output(index)[1:]}: a = {a}, {what}{wanted}."


def pixel_tip(snapshot: Snapshot, index: int) -> str:
    """Explains a pixel of the image."""
    row, column = snapshot.subject.place(index)
    value = figure(float(snapshot.input_image.image[index]))
    return f"The pixel in row {row}, column {column}: a = {value}, from 0, paper, to 1, ink."


def neuron_tip(snapshot: Snapshot, neuron: Neuron) -> str:
    """Explains the pixel or output that stands for a neuron."""
    return pixel_tip(snapshot, neuron.index) if neuron.layer == 1 else output_tip(snapshot, neuron.index)
