"""A few words beside the legend: whether more epochs would help, and the numbers on pointing at them."""

from __future__ import annotations

from nnviz.explain.more_epochs import Outlook, outlook
from nnviz.number_text import percent_text
from nnviz.panels.learning_curve.scale import Points
from nnviz.widgets import theme
from nnviz.widgets.short_label import ShortLabel

_WORDS = {
    "rises": "test still rises: more epochs should help",
    "level": "test is level: more epochs would change little",
    "falls": "test falls: it was best at epoch {best:.3g}",
}


class OutlookLabel(ShortLabel):
    """Empty until there is an epoch to judge by."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.font(8))
        self.setProperty("muted", True)

    def judge(self, points: Points) -> None:
        """Say what these points of the curve tell."""
        found = outlook(points.epochs, points.test / 100)
        words = "" if found is None else _WORDS[found.trend].format(best=found.best_epoch)
        if words != self.text():
            self.setText(words)
        self.setToolTip("" if found is None else numbers(found))
        self.setVisible(bool(words))


def numbers(found: Outlook) -> str:
    """What the judgement rests on."""
    over = "the last epoch" if found.span == 1 else f"the last {found.span:.2g} epochs"
    before = "the one before" if found.span == 1 else "as many before"
    return (
        f"Test accuracy was {percent_text(found.now)} on average over {over}, {percent_text(found.before)} "
        f"over {before}. The best so far is {percent_text(found.best)}, at epoch {found.best_epoch:.3g}."
    )
