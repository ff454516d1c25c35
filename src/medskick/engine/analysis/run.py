"""The analysis as a whole: stage after stage, resumable, written in one step at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from .checkpoint import Checkpoints, key_of, prepared_from_data, prepared_to_data
from .cluster.by_codebook import directions
from .cluster.neighbours import Neighbours
from .contract import AnalysisError, Contribution, IsCancelled, OnProgress, Options, Result
from .edition.carry import carry
from .edition.previous import Previous, read_previous
from .edition.story import add_story, refuse_unheld, write_private
from .output.folder import check_target, writing_into
from .output.report import write_report
from .output.tables import write_document, write_masks, write_statements
from .progress import Tracker
from .represent import BlendedRepresentation
from .stages.assembly import build_document
from .stages.corpus import Corpus, build_corpus, canonical_order
from .stages.duplicates import families
from .stages.ids import Ids, carried_ids, fresh_ids
from .stages.judging import Judged
from .stages.layout import lay_out, ring
from .stages.placing import Placing, Points, collect_points, place, represent
from .stages.prepare import prepare_all

ISOLATED_CENTRE, ISOLATED_RADIUS = (0.96, 0.04), 0.035


@dataclass(frozen=True)
class Analysis:
    """Everything that is known when the last stage is done; what the writers of files read."""

    received: Sequence[Contribution]
    corpus: Corpus
    family: np.ndarray
    placing: Placing
    ids: Ids
    positions: np.ndarray
    judged: Judged
    document: dict[str, Any]
    options: Options
    previous: str | None


def analyse(
    contributions: Sequence[Contribution],
    out_dir: str | Path,
    options: Options | None = None,
    *,
    progress: OnProgress | None = None,
    cancelled: IsCancelled | None = None,
) -> Result:
    """Find themes in `contributions` and write result.json, statements.csv, masks.csv and report.html to `out_dir`.

    The files depend on input, seed and version only: not on the number of workers, and not, but for the order of
    rows in the CSV files, on the order of the input. `out_dir` must be new, empty or an earlier result, which is
    then replaced. A stopped analysis (Cancelled, KeyboardInterrupt, a crash) leaves `out_dir` as it was and goes
    on from its finished stages when it is started again with the same input.

    Raises AnalysisError when the folder cannot be used or two contributions share an id; Cancelled when
    `cancelled()` said so.
    """
    options = options or Options()
    target = Path(out_dir)
    check_target(target)
    _refuse_shared_ids(contributions)
    refuse_unheld(options)
    previous = read_previous(Path(options.previous)) if options.previous else None
    ordered = canonical_order(contributions)
    tracker = Tracker(progress, cancelled)
    checkpoints = Checkpoints(target.with_name(f".{target.name}.medskick-work"), key_of(ordered, options))
    with threadpool_limits(limits=1):  # several threads add up in the order they happen to finish
        analysis = _compute(contributions, ordered, options, previous, checkpoints, tracker)
    tracker.start("write")
    with writing_into(target) as folder:
        write_statements(folder / "statements.csv", analysis)
        write_masks(folder / "masks.csv", analysis)
        write_report(folder / "report.html", analysis)
        write_document(folder / "result.json", analysis.document)
        write_private(folder, analysis)
        tracker.step(0, 1)
    checkpoints.clear()
    tracker.finish()
    return Result(target, analysis.document)


def _compute(
    received: Sequence[Contribution],
    ordered: list[Contribution],
    options: Options,
    previous: Previous | None,
    checkpoints: Checkpoints,
    tracker: Tracker,
) -> Analysis:
    tracker.start("prepare", len(ordered))
    data, resumed = checkpoints.data(
        "prepare", lambda: prepared_to_data(prepare_all(ordered, options.workers, tracker.step))
    )
    corpus = build_corpus(ordered, prepared_from_data(data))
    tracker.finish(resumed=resumed)

    tracker.start("duplicates")
    stored, resumed = checkpoints.arrays("duplicates", lambda: {"family": families(corpus.texts)})
    family = stored["family"]
    tracker.finish(resumed=resumed)

    tracker.start("represent")
    representation = BlendedRepresentation(seed=options.seed)
    stored, resumed = checkpoints.arrays("represent", lambda: _represented(corpus, representation, options))
    vectors = stored["vectors"]
    points = collect_points(corpus, family, vectors, options.lang)
    tracker.finish(resumed=resumed)

    tracker.start("cluster")
    warm = options.themes is None
    ways = stored.get("ways")
    carried = (
        carry(corpus, points, previous, options.edits, options, ways)
        if warm and previous is not None
        else None
    )
    placing, neighbours = (
        (carried.placing, carried.neighbours) if carried else place(corpus, points, options, ways)
    )
    tracker.finish()

    tracker.start("layout")
    if carried:
        positions, resumed = carried.positions, False
    else:
        stored, resumed = checkpoints.arrays(
            "layout", lambda: {"positions": _positions(corpus, points, placing, neighbours, options, tracker)}
        )
        positions = stored["positions"]
    tracker.finish(resumed=resumed)

    tracker.start("label")
    ids = carried.ids if carried else fresh_ids(placing, options.codebook)
    if previous is not None and not carried and not options.codebook:
        ids = carried_ids(corpus, placing, previous.result)
    judged = Judged(corpus, options.lang)
    document = build_document(corpus, family, vectors, points, placing, ids, options, representation, judged)
    if previous is not None:
        topics = [ids.topics[topic] for topic in placing.topic.tolist()]
        add_story(document, corpus, topics, previous, carried, options.edits)
    tracker.finish()
    name = None if previous is None else previous.hash
    return Analysis(received, corpus, family, placing, ids, positions, judged, document, options, name)


def _represented(
    corpus: Corpus, representation: BlendedRepresentation, options: Options
) -> dict[str, np.ndarray]:
    """Vectors of all statements and, with a codebook, the directions of its entries among them."""
    found = {"vectors": represent(corpus, representation)}
    if options.codebook:
        found["ways"] = directions(options.codebook, representation)
    return found


def _positions(
    corpus: Corpus,
    points: Points,
    placing: Placing,
    neighbours: Neighbours,
    options: Options,
    tracker: Tracker,
) -> np.ndarray:
    """Places of all statements (statements, 2): points on the map, copies together, the others in a corner."""
    if len(points.first):
        topic = placing.topic[points.first]
        topics = int(topic.max()) + 1
        spots = lay_out(
            points.vectors, neighbours, topic, placing.theme_of_topic[:topics], options.seed, tracker.step
        )
    else:
        spots = np.zeros((0, 2))
    positions = np.zeros((len(corpus), 2))
    on_map = points.of_statement >= 0
    positions[on_map] = spots[points.of_statement[on_map]]
    positions[~on_map] = ring(int((~on_map).sum()), ISOLATED_CENTRE, ISOLATED_RADIUS)
    return positions


def _refuse_shared_ids(contributions: Sequence[Contribution]) -> None:
    seen: set[str] = set()
    for contribution in contributions:
        if contribution.id in seen:
            raise AnalysisError(f"Två inspel har samma id, ”{contribution.id}”. Ge varje inspel ett eget id.")
        seen.add(contribution.id)
