"""Train the Swedish model that ships with the engine and write it where the engine reads it.

    python training/train.py [--shared ../shared/data] [--without 2012] [--steps 700] [--out FILE]

Needs only what Medskick itself needs; two cores take ten to twenty minutes. Seeded: the same machine and material give
the same file. The Almedalen programme of 2022 is never seen. --without leaves out one more year, to develop on.
The model card (docs/model-card.md) says what went in, what came out, and what it cannot do.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from material import Material, read_material
from matters import directions_of_matters
from static_model import StaticModel, Vocabulary
from tasks import Everyday, Expressions, Neighbours, Sayings, Synonyms, Task, Topics

from medskick.engine.analysis.represent.trained import MODEL_FILE, read_model, write_model

YEARS = frozenset({"2009", "2010", "2011", "2012", "2021"})
RATE = 0.01


def main() -> None:
    options = _options()
    if options.only_matters:
        add_matters(options)
        return
    started = time.monotonic()
    vocabulary = Vocabulary()
    material = read_material(options.shared, YEARS - set(options.without), vocabulary)
    print(
        f"{len(vocabulary.numbers)} words, {len(material.documents)} documents, {len(material.topical)} topical"
    )
    model = StaticModel(vocabulary, options.dimensions, options.seed)
    tasks = _tasks(material, options.dimensions, options.seed)
    random = np.random.default_rng(options.seed)
    for step in range(options.steps):
        losses = practise(model, tasks, random, RATE * (1 - step / options.steps) + 1e-5)
        if step % 50 == 49:
            shown = " ".join(f"{task.name} {loss:.2f}" for task, loss in zip(tasks, losses, strict=True))
            print(f"{step + 1:5} {time.monotonic() - started:6.0f} s  {shown}", flush=True)
    write_model(options.out, model.table, model.weights, options.version)
    add_matters(options)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


def add_matters(options: argparse.Namespace) -> None:
    """Put the directions of known matters into a stored model, as that model sees them."""
    model = read_model(options.out)
    matters = directions_of_matters(model, options.shared, YEARS - set(options.without))
    write_model(options.out, model.table, model.weights, model.version, matters)


def practise(model: StaticModel, tasks: list[Task], random: np.random.Generator, rate: float) -> list[float]:
    """One step of all tasks together; returns their losses."""
    drawn = [task.draw(random) for task in tasks]
    done = model.forward([text for texts in drawn for text in texts])
    slope = np.empty_like(done.unit)
    losses = []
    start = 0
    for task, texts in zip(tasks, drawn, strict=True):
        own = slice(start, start + len(texts))
        loss, slope[own] = task.judge(done.unit[own])
        losses.append(loss)
        start += len(texts)
    model.learn(done, slope, rate)
    return losses


def _tasks(material: Material, dimensions: int, seed: int) -> list[Task]:
    everyday = Everyday(material, dimensions, seed)
    return [
        Neighbours(material, pairs=448),
        Topics(material, dimensions, seed, texts=256, strength=1.5),
        Sayings(material.sayings, everyday, pairs=192),
        Expressions(material.concepts, everyday, pairs=128),
        Synonyms(material, pairs=128),
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    shared = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser.add_argument(
        "--shared", type=Path, default=shared, help="folder of the texts that are not in the project"
    )
    parser.add_argument("--without", action="append", default=[], help="a year of the programme to leave out")
    parser.add_argument("--steps", type=int, default=700)
    parser.add_argument("--dimensions", type=int, default=192)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--only-matters", action="store_true", help="keep the table, find the known matters again"
    )
    parser.add_argument("--version", default="1", help="the model's version, printed in every result")
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    return parser.parse_args()


if __name__ == "__main__":
    main()
