"""Is it luck? The article's claims and three settings that reach more, with five seeds each."""

from __future__ import annotations

import numpy as np

from nnviz.explain.figures.luck_numbers import EPOCHS, LINES, claims, seeds_at
from nnviz.figures.figure import Figure, FigureSpec, Number
from nnviz.figures.luck.luck_plot import LuckPlot
from nnviz.figures.number_choice import NumberChoice
from nnviz.figures.number_slider import sliders
from nnviz.number_text import percent_text
from nnviz.widgets.wrapped_label import WrappedLabel


class LuckFigure(Figure):
    """Choose a line and an epoch, and read what its seeds came to."""

    spec = FigureSpec(
        name="luck",
        title="Is it luck?",
        explanation="The article's settings and three others: what five seeds of each read, epoch by epoch.",
        numbers=(
            Number("line", "line", "Which of the six settings is in front.", start=1, least=1, most=LINES),
            Number(
                "epoch",
                "epoch",
                "After how many epochs the seeds are read out.",
                start=EPOCHS,
                least=0,
                most=EPOCHS,
            ),
        ),
    )

    def __init__(self) -> None:
        super().__init__()
        line, epoch = self.spec.numbers
        self.choice = NumberChoice(line, [str(number) for number in range(1, LINES + 1)])
        self.slider = sliders([epoch], whole=["epoch"])["epoch"]
        self.plot, self.sentence = LuckPlot(), WrappedLabel()
        self.add_controls(self.choice, self.slider)
        for number, claim in enumerate(claims(), 1):
            button = self.choice.group.button(number)
            button.setToolTip(claim.label)
            button.setAccessibleName(claim.label)
        self.lay_out(self.choice, self.slider, self.sentence, self.plot, growing=[self.plot])
        self.show_numbers()

    def show_numbers(self) -> None:
        line, epoch = (round(self.numbers[name]) for name in ("line", "epoch"))
        words = self.words(line, epoch)
        self.sentence.say(words)
        self.plot.show_place(line, epoch, words)

    @staticmethod
    def words(line: int, epoch: int) -> str:
        """What the seeds of a line read after that many epochs."""
        seeds = seeds_at(line, epoch)
        low, middle, high = (percent_text(float(of(seeds))) for of in (np.min, np.median, np.max))
        after = f"after {epoch} epoch{'s' * (epoch != 1)}"
        return (
            f"{line}: {claims()[line - 1].label}. {after.capitalize()} the middle one of {len(seeds)} seeds "
            f"reads {middle} of the test digits, the others from {low} to {high}. Dashed: the article's 92 %."
        )
