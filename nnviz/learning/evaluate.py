"""What a network says of many pictures, found on the compiled kernel."""

from __future__ import annotations

import numpy as np

from nnviz.arrays import Floats
from nnviz.datasets.dataset import Examples
from nnviz.errors import Stopped
from nnviz.learning import kernel
from nnviz.learning.evaluation import Evaluation
from nnviz.learning.network import Network

# Parameters times pictures in one call of the kernel: 4 to 15 ms, so that nobody waits long for the thread,
# and the thread does not wait for the GIL too often.
_CALL = 240_000_000
_MOST = 4_000  # pictures in one call, however small the network


class Evaluator:
    """Runs networks on all pictures of one data set, whose sparse form it keeps. For any thread."""

    def __init__(self, dataset: Examples) -> None:
        self.dataset = dataset
        self._images = kernel.sparse_images(dataset.images)
        self._stopped = False

    def stop(self) -> None:
        """Have whatever is under way, and all that is asked for later, raise `Stopped` within 20 ms."""
        self._stopped = True

    def evaluation(self, network: Network, examples_seen: int = 0) -> Evaluation:
        """What the network, trained on that many examples, says of every picture: 20 ms for 784-100-10."""
        parameters, count = kernel.pack(network), len(self.dataset)
        packed = kernel.packed(parameters, network.architecture)
        zs = np.empty((count, network.sizes[-1]), dtype=np.float32)
        step = min(max(_CALL // len(parameters), 1), _MOST)
        for begin in range(0, count, step):
            if self._stopped:
                raise Stopped
            end = min(begin + step, count)
            zs[begin:end] = kernel.weighted_inputs(packed, self._images, begin, end)
        zs.setflags(write=False)
        kind = network.architecture
        return Evaluation(zs, self.dataset.labels, examples_seen, kind.output_function, kind.cost_function)

    def outputs(self, network: Network) -> Floats:
        """The outputs for every picture: (N, classes) float32, read-only."""
        return self.evaluation(network).outputs

    def accuracy(self, network: Network) -> float:
        """Share of right answers, in [0, 1]."""
        return self.evaluation(network).accuracy
