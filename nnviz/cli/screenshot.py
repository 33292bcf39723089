"""`nnviz screenshot`: the real window, trained so far, as a picture. Needs no display."""

from __future__ import annotations

from argparse import Namespace

from nnviz.cli.command_line import settings_of
from nnviz.cli.displays import need_no_display
from nnviz.cli.system_libraries import check_libraries
from nnviz.datasets.load import load_data
from nnviz.datasets.mnist import load_mnist
from nnviz.errors import BadInput
from nnviz.files.whole_file import check_place
from nnviz.learning.neuron import Neuron
from nnviz.sessions.session_file import load_session


def screenshot(options: Namespace) -> None:
    """Carry the command out. Raises `BadInput` for files that cannot be read or written."""
    if options.picture.suffix.lower() != ".png":
        raise BadInput(f"{options.picture}: a screenshot is a PNG file; its name must end in .png")
    check_place(options.picture)
    saved = None if options.session is None else load_session(options.session).current
    settings = settings_of(options) if saved is None else saved.settings
    data = load_mnist() if options.data is None else load_data(options.data)
    if options.neuron is not None:
        _check_neuron(options.neuron, settings.sizes(data.subject))
    check_libraries()
    need_no_display()
    # Qt is imported only here: until now a mistake has cost no time.
    from nnviz.window.window_picture import take_picture

    take_picture(options, settings, data, saved)


def _check_neuron(neuron: Neuron, sizes: tuple[int, ...]) -> None:
    if not (1 <= neuron.layer <= len(sizes) and 0 <= neuron.index < sizes[neuron.layer - 1]):
        raise BadInput(f"--neuron {neuron.layer}:{neuron.index}: there is no such neuron among {sizes}")
