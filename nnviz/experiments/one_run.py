"""One run of an experiment from its start to its result. A pure function of the job and the data."""

from __future__ import annotations

import numpy as np

from nnviz.datasets.dataset import Examples
from nnviz.datasets.train_part import part_of
from nnviz.experiments.job import Job
from nnviz.experiments.prepared_data import ReadyData
from nnviz.experiments.result import Result
from nnviz.explain.confusion import confusion
from nnviz.explain.mini_batch_gradient import mean_gradient
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.evaluation import Evaluation
from nnviz.learning.network import Network
from nnviz.learning.trainer import Tally, Trainer

_MANY = 20_000  # training examples: from there on a quarter of an epoch has its point, too
_FEW = 10_000  # so few are evaluated all at every point
_QUARTERS = 4


def one_run(job: Job, data: ReadyData) -> Result:
    """Train as the job says, the very run that the window would train, and evaluate along the way."""
    settings = job.settings
    train = part_of(data.train, settings.train_size, settings.seed) if settings.train_size else data.train
    images = data.images if train is data.train else None
    network = settings.new_network(train.subject)
    trainer = Trainer(network, train, seed=settings.seed, images=images, **settings.live)
    on_train = Evaluator(train) if len(train) <= _FEW else None
    on_test, on_train = data.evaluator, Evaluator(train) if len(train) <= _FEW else None
    tally = trainer.tally
    rows: list[tuple[float, ...]] = []
    for seen in _points(len(train), job.epochs):
        trainer.advance(seen - trainer.examples_seen)
        evaluation = on_test.evaluation(network)
        known = _of(on_train.evaluation(network)) if on_train else _of(trainer.tally - tally)
        rows.append((seen, *_of(evaluation), *known, *(_norms(network, train) if job.norms else ())))
        tally = trainer.tally
    curve = np.array(rows, dtype=np.float64).T.copy()
    taken = confusion(evaluation.zs, evaluation.labels)
    wrong = np.packbits(taken.said != taken.labels).tobytes()
    counts = taken.counts.astype(np.int32)
    return Result(job, data.checksum, len(train), curve, confusion=counts, wrong=wrong)


def _points(examples: int, epochs: int) -> list[int]:
    """After how many examples the curve has its points: before training, and then up to the end."""
    if examples < _MANY:
        return [examples * epoch for epoch in range(epochs + 1)]
    return [examples * part // _QUARTERS for part in range(epochs * _QUARTERS + 1)]


def _of(known: Evaluation | Tally) -> tuple[float, float]:
    """Accuracy and average cost, as exact as float32 has them."""
    cost = known.cost if isinstance(known, Evaluation) else known.average_cost
    return float(np.float32(known.accuracy)), float(np.float32(cost))


def _norms(network: Network, train: Examples) -> list[float]:
    """‖∂C/∂b‖ of each layer from 2, over all of the training set."""
    gradient = mean_gradient(network, train, np.arange(len(train)))
    return [float(np.linalg.norm(nabla_b)) for nabla_b in gradient.b]
