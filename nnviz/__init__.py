"""Watch a neural network learn: a 784-100-10 sigmoid network on MNIST, trained live.

What scripts and notebooks need is here, and loaded on first use: `import nnviz` itself takes no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnviz.cli.main import create_window
    from nnviz.datasets.centring import centre_digit
    from nnviz.datasets.load import load_data
    from nnviz.datasets.mnist import load_mnist
    from nnviz.learning.network import Network
    from nnviz.learning.settings import Settings
    from nnviz.learning.trainer import Trainer
    from nnviz.sessions.session_file import load_session as open_session

__version__ = "0.1.0"

_HOMES = {
    "Network": "nnviz.learning.network:Network",
    "Settings": "nnviz.learning.settings:Settings",
    "Trainer": "nnviz.learning.trainer:Trainer",
    "centre_digit": "nnviz.datasets.centring:centre_digit",
    "create_window": "nnviz.cli.main:create_window",
    "load_data": "nnviz.datasets.load:load_data",
    "load_mnist": "nnviz.datasets.mnist:load_mnist",
    "open_session": "nnviz.sessions.session_file:load_session",
}
__all__ = [
    "Network",
    "Settings",
    "Trainer",
    "centre_digit",
    "create_window",
    "load_data",
    "load_mnist",
    "open_session",
]


def __getattr__(name: str) -> object:
    """One of the public names, from the module that it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module 'nnviz' has no attribute {name!r}")
    module, its_name = _HOMES[name].split(":")
    return getattr(import_module(module), its_name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
