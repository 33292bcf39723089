"""The network and how it learns: network, compiled kernel, trainer, settings, evaluation. No screen."""
