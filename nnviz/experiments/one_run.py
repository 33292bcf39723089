"""One run of an experiment from its start to its result. A pure function of the job and the data."""

from __future__ import annotations

import numpy as np

from nnviz.datasets.train_part import part_of
from nnviz.experiments.job import Job
from nnviz.experiments.prepared_data import ReadyData
from nnviz.experiments.result import Course, Result
from nnviz.explain.confusion import confusion
from nnviz.learning.evaluate import Evaluator
from nnviz.learning.evaluation import Evaluation
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
    evaluation = data.evaluator.evaluation(network)
    rows = [_row(0, evaluation, on_train and on_train.evaluation(network), Tally())]
    tally = trainer.tally
    for seen in _points(len(train), job.epochs):
        trainer.advance(seen - trainer.examples_seen)
        evaluation = data.evaluator.evaluation(network)
        rows.append(_row(seen, evaluation, on_train and on_train.evaluation(network), trainer.tally - tally))
        tally = trainer.tally
    curve = np.array(rows, dtype=np.float64).T.copy()
    taken = confusion(evaluation.zs, evaluation.labels)
    wrong = np.packbits(taken.said != taken.labels).tobytes()
    return Result(job, data.checksum, len(train), curve, taken.counts.astype(np.int32), wrong)


def _points(examples: int, epochs: int) -> list[int]:
    """After how many examples the curve has its points, the last one at the end."""
    if examples < _MANY:
        return [examples * epoch for epoch in range(1, epochs + 1)]
    return [examples * part // _QUARTERS for part in range(1, epochs * _QUARTERS + 1)]


def _row(seen: int, test: Evaluation, train: Evaluation | None, tally: Tally) -> Course:
    accuracy, cost = (train.accuracy, train.cost) if train else (tally.accuracy, tally.average_cost)
    return Course(np.int64(seen), *(np.float32(v) for v in (test.accuracy, test.cost, accuracy, cost)))
