"""What the panel says, in plain words."""

from __future__ import annotations

import numpy as np

from nnviz.datasets.subject import Subject
from nnviz.explain.number_markup import figure
from nnviz.panels.why.question import Found

_FEW = 2  # units that a sentence names on either side


def sentence(found: Found, subject: Subject) -> str:
    """Who leads by how much, and thanks to whom."""
    lead, names = found.units.lead, subject.class_names
    chosen, rival = names[found.chosen], names[found.rival]
    side = "above" if lead >= 0 else "below"
    first = f"{_verdict(found, subject)}The z of {chosen} is {figure(abs(lead))} {side} that of {rival}."
    return f"{first} {_units_sentence(found, subject)}"


def image_title(found: Found, subject: Subject) -> str:
    """Above the picture whose pixels are coloured."""
    chosen, rival = (subject.class_names[label] for label in (found.chosen, found.rival))
    return f"{_what(found)} for {chosen} (blue), for {rival} (orange)"


def _what(found: Found) -> str:
    """What has shares: paper is no different from blank paper."""
    return "ink" if found.base.is_blank else "pixels"


def base_name(found: Found) -> str:
    """What the input image is compared with."""
    return "blank" if found.base.is_blank else found.base.description


def _short_name(found: Found) -> str:
    base = found.base
    if base.is_blank or base.source == "drawing":
        return "blank" if base.is_blank else "drawing"
    return f"{base.source} {base.index}"


def pixel_words(found: Found, subject: Subject) -> tuple[str, ...]:
    """Lines below the picture: how its shares add up to the lead."""
    shares, pixels = found.pixels.pixels, found.pixels
    up, down = float(shares[shares > 0].sum()), float(shares[shares < 0].sum())
    chosen, rival = (subject.class_names[label] for label in (found.chosen, found.rival))
    lead = figure(pixels.lead, signed=True)
    return (
        f"{_what(found)} for {chosen} {figure(up, signed=True)}, for {rival} {figure(down, signed=True)}",
        f"{_short_name(found)} {figure(pixels.base_lead, signed=True)}: lead {lead}",
        f"missing in the sum: {figure(pixels.residue)}",
    )


def pixel_tip(found: Found, subject: Subject) -> str:
    """How the shares of the pixels are made."""
    if not found.base.is_blank:
        return (
            f"{base_name(found).capitalize()} is changed into this image step by step, and each pixel is "
            f"given what it changes on the way (integrated gradients, {found.pixels.points} steps): blue "
            f"what speaks for {subject.a(found.chosen)}, orange what speaks for {subject.a(found.rival)}. "
            "A pixel that is paper here and ink there has a share as well. Together they are the difference "
            "of the two leads."
        )
    return (
        f"Blue ink speaks for {subject.a(found.chosen)}, orange ink for {subject.a(found.rival)}. The image "
        "is inked step by step from blank to full, and each pixel is given what it changes on the way "
        f"(integrated gradients, {found.pixels.points} steps). Together the shares are what the ink changes."
    )


def change_title(found: Found, subject: Subject) -> str:
    """Above the picture that changes its mind."""
    if not found.is_persuaded:
        return f"no way to {_name(subject, found.rival)}"
    return f"change to {_name(subject, found.rival)}: {figure(found.change.size)}"


def change_tip(found: Found, subject: Subject) -> str:
    """What that picture is."""
    return (
        f"The smallest change found that lets {subject.a(found.rival)} overtake {subject.a(found.chosen)}. "
        "Its size is the length of the change, √Σ(change of a pixel)²; 1 is one pixel from paper to full ink."
    )


def favourite_title(found: Found, subject: Subject) -> str:
    """Above the picture that an output likes best."""
    return f"what {_name(subject, found.chosen)} likes best"


def favourite_tip(found: Found, subject: Subject) -> str:
    """What that picture is."""
    return (
        f"Ink laid where it raises the z of {_name(subject, found.chosen)} most, on blank paper. The "
        "network can tell such images apart; it cannot draw them."
    )


def unit_name(unit: int) -> str:
    """A hidden unit, beside its bar."""
    return f"unit {unit}"


def _verdict(found: Found, subject: Subject) -> str:
    label = found.input_image.label
    if found.chosen != found.answer or label is None:
        return ""
    if label == found.answer:
        return f"It is {subject.a(label)}, and the network says so. "
    return f"It is {subject.a(label)}, but the network says {subject.a(found.answer)}. "


def _units_sentence(found: Found, subject: Subject) -> str:
    shares, order = found.units.units, found.units.order
    ups = [j for j in order.tolist() if shares[j] > 0][:_FEW]
    downs = [j for j in order.tolist() if shares[j] < 0][:_FEW]
    parts = []
    for units, label in ((ups, found.chosen), (downs, found.rival)):
        if units:
            verb = "speak" if len(units) > 1 else "speaks"
            parts.append(f"{_listed(shares, units)} {verb} loudest for {_name(subject, label)}")
    if not parts:
        return ""
    told = "; ".join(parts)
    return f"{told[0].upper()}{told[1:]}."


def _listed(shares: np.ndarray, units: list[int]) -> str:
    return " and ".join(f"unit {j} ({figure(shares[j], signed=True)})" for j in units)


def _name(subject: Subject, label: int) -> str:
    return subject.class_names[label]
