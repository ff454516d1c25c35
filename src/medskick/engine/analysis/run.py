"""The analysis as a whole: stage after stage, resumable, written in one step at the end."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from .checkpoint import Checkpoints, key_of, prepared_from_data, prepared_to_data
from .cluster.by_codebook import directions, told_of_decisions
from .coding.material import save_material
from .contract import Address, AnalysisError, Contribution, IsCancelled, OnProgress, Options, Result
from .crew import Alone, Crew, gathered, waited_for
from .criteria import shipped_judge
from .criteria.judge import ANSWERS
from .edition.carry import Carried, Material, carry
from .edition.kept import kept_pieces
from .edition.leaf_ids import LeafPlaces, settle_leaf_ids
from .edition.previous import Previous, read_previous
from .edition.story import add_story, refuse_unheld, write_private
from .language_model import add_wording
from .memory import refuse_what_does_not_fit
from .output.folder import check_target, writing_into
from .output.report import write_report
from .output.tables import write_document, write_masks, write_statements
from .output.turn import own_turn
from .progress import Tracker
from .represent import BlendedRepresentation
from .represent.models import Endpoint, TextModel, open_folder
from .stages.assembly import build_document
from .stages.campaigns import Campaigns, cut_additions
from .stages.corpus import Corpus, build_corpus, canonical_order
from .stages.duplicates import families
from .stages.ids import Ids, carried_ids, fresh_ids
from .stages.judging import Judged
from .stages.layout import Grouped, beside, lay_out, ring
from .stages.placing import PlacedPoints, Placing, place
from .stages.points import Points, collect_points
from .stages.prepare import Prepared, prepare_chunks
from .stages.vectors import Vectors, describe, fit

FEWEST_TO_DRAW_APART = 3_000
ISOLATED_CENTRE, ISOLATED_RADIUS = (0.96, 0.04), 0.035


@dataclass(frozen=True)
class Analysis:
    """Everything that is known when the last stage is done; what the writers of files read."""

    received: Sequence[Contribution]
    corpus: Corpus
    campaigns: Campaigns
    family: np.ndarray
    placing: Placing
    ids: Ids
    positions: np.ndarray
    judged: Judged
    document: dict[str, Any]
    options: Options
    previous: str | None
    leaves: LeafPlaces


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

    Raises AnalysisError when the folder cannot be used, two contributions share an id, or the memory does not suffice;
    BusyError where another analysis is writing to the folder; Cancelled when `cancelled()` said so.
    """
    options = options or Options()
    target = Path(out_dir)
    check_target(target)
    with own_turn(target):
        return _analysed(contributions, target, options, Tracker(progress, cancelled))


def _analysed(
    contributions: Sequence[Contribution], target: Path, options: Options, tracker: Tracker
) -> Result:
    _refuse_shared_ids(contributions)
    refuse_unheld(options)
    refuse_what_does_not_fit(contributions, options)
    previous = read_previous(Path(options.previous)) if options.previous else None
    representation = BlendedRepresentation(seed=options.seed, other=_brought(options.model))
    with gathered(options) as crew, threadpool_limits(limits=1):  # threads add up in the order they finish
        ordered = canonical_order(contributions)
        before = previous.hash if previous else ""
        key = key_of(ordered, options, f"{representation.name} {representation.version} {before}")
        checkpoints = Checkpoints(target.with_name(f".{target.name}.medskick-work"), key)
        analysis = _compute(
            contributions, ordered, options, previous, representation, checkpoints, crew, tracker
        )
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
    representation: BlendedRepresentation,
    checkpoints: Checkpoints,
    crew: Crew,
    tracker: Tracker,
) -> Analysis:
    prepared = _prepared(ordered, checkpoints, crew, tracker)
    known = previous.campaigns if previous else None
    cut = cut_additions(ordered, prepared, kept_pieces(ordered, prepared, previous), known)
    corpus = build_corpus(ordered, cut.prepared)

    tracker.start("duplicates")
    stored, resumed = checkpoints.arrays("duplicates", lambda: {"family": families(corpus.texts)})
    family = stored["family"]
    tracker.finish(resumed=resumed)

    described = _described(corpus, representation, options, checkpoints, crew, tracker)
    points = collect_points(corpus, family, described.vectors, options.lang)

    tracker.start("cluster")
    material = Material(corpus, points, family, described.vectors, described.across, described.ways)
    carried = _carried(material, previous, options, crew)
    placing, found = (
        (carried.placing, None)
        if carried
        else place(corpus, points, described.vectors, described.across, options, crew, described.ways)
    )
    if options.codebook and options.material and described.ways is not None:
        save_material(options.material, corpus, points, options.codebook, described.ways)
    tracker.finish()

    drawing: Future[np.ndarray] | None = None
    grouped = _grouped(points, placing, found, options) if found else None
    if grouped and len(points) and not checkpoints.has("layout"):
        drawer = crew if len(points) >= FEWEST_TO_DRAW_APART else Alone()
        drawing = drawer.apart(lay_out, grouped)

    tracker.start("label")
    used = [*previous.nodes, *previous.retired] if previous else ()
    ids = carried.ids if carried else fresh_ids(placing, options.codebook, used)
    if previous is not None and not carried and not options.codebook:
        ids = carried_ids(corpus, placing, previous.result)
    judged = Judged(corpus, described.answers, options.lang)
    document = build_document(
        corpus,
        family,
        described.vectors,
        points,
        placing,
        ids,
        options,
        representation,
        judged,
        divisions={"stance": described.stance.tolist()},
    )
    old = None
    if previous is not None:
        topics = [ids.topics[topic] for topic in placing.topic.tolist()]
        old = add_story(document, corpus, topics, previous, carried, options.edits)
    leaves = settle_leaf_ids(document, len(corpus), previous, old)
    if options.codebook and options.codebook.decisions:
        document["decisions"] = told_of_decisions(corpus, options.codebook)
    if options.language_model:
        add_wording(document, corpus, family, placing, ids, options, tick=tracker.step)
    tracker.finish()

    tracker.start("layout")
    resumed = False
    if found is None or grouped is None:
        positions = carried.positions if carried else np.zeros((len(corpus), 2))
    else:
        stored, resumed = checkpoints.arrays(
            "layout", lambda: {"positions": _positions(corpus, points, found, grouped, drawing, tracker)}
        )
        positions = stored["positions"]
    tracker.finish(resumed=resumed)
    name = None if previous is None else previous.hash
    return Analysis(
        received,
        corpus,
        cut.campaigns,
        family,
        placing,
        ids,
        positions,
        judged,
        document,
        options,
        name,
        leaves,
    )


def _carried(material: Material, previous: Previous | None, options: Options, crew: Crew) -> Carried | None:
    """What goes on from the previous edition; None where there is none, or themes are asked for afresh."""
    if previous is None or options.themes is not None:
        return None
    return carry(material, previous, options.edits, options, crew)


def _prepared(
    ordered: list[Contribution], checkpoints: Checkpoints, crew: Crew, tracker: Tracker
) -> list[Prepared]:
    tracker.start("prepare", len(ordered))
    prepared: list[Prepared] = []
    read_back = False
    chunks = checkpoints.lines(
        "prepare", lambda done: map(prepared_to_data, prepare_chunks(ordered, crew, done))
    )
    for data, stored in chunks:
        prepared += prepared_from_data(data)
        tracker.step(len(prepared), len(ordered))
        read_back = stored
    tracker.finish(resumed=read_back)
    return prepared


@dataclass(frozen=True)
class Seen:
    """Vectors, judge's answers and stances of all statements and, with a codebook, the directions of its entries.

    across: the part of the vectors in which all languages can be compared, if the representation has one.
    """

    vectors: Vectors
    answers: np.ndarray
    stance: np.ndarray
    ways: np.ndarray | None
    across: slice | None


def _described(
    corpus: Corpus,
    representation: BlendedRepresentation,
    options: Options,
    checkpoints: Checkpoints,
    crew: Crew,
    tracker: Tracker,
) -> Seen:
    tracker.start("represent", len(corpus))

    def compute() -> dict[str, np.ndarray]:
        fit(corpus, representation)
        answers = np.zeros((len(corpus), len(ANSWERS)), dtype=np.float32)
        stance = np.zeros(len(corpus), dtype=np.int8)
        with checkpoints.new_table("vectors", (len(corpus), representation.dimensions)) as table:
            for own, seen in describe(corpus, representation, shipped_judge(), crew, tracker.step):
                table[own], answers[own], stance[own] = seen.vectors, seen.answers, seen.stance
        ways = directions(options.codebook, representation) if options.codebook else np.zeros((0, 0))
        across = representation.across_languages
        columns = np.array([across.start, across.stop] if across else [], dtype=np.int64)
        return {"answers": answers, "stance": stance, "ways": ways, "across": columns}

    if checkpoints.table("vectors") is None:
        checkpoints.forget("answers")
    stored, resumed = checkpoints.arrays("answers", compute)
    table = checkpoints.table("vectors")
    assert table is not None
    tracker.finish(resumed=resumed)
    return Seen(
        Vectors(table),
        stored["answers"],
        stored["stance"],
        stored["ways"] if options.codebook else None,
        slice(*stored["across"].tolist()) if len(stored["across"]) else None,
    )


def _grouped(points: Points, placing: Placing, found: PlacedPoints, options: Options) -> Grouped:
    """What the map is drawn from: the anchors with their neighbours, topics and themes."""
    topics = int(found.topic.max(initial=-1)) + 1
    return Grouped(
        points.vectors,
        found.anchors,
        found.topic[points.anchors],
        placing.theme_of_topic[:topics],
        options.seed,
    )


def _positions(
    corpus: Corpus,
    points: Points,
    found: PlacedPoints,
    grouped: Grouped,
    drawing: Future[np.ndarray] | None,
    tracker: Tracker,
) -> np.ndarray:
    """Places of all statements (statements, 2): points on the map, copies together, the others in a corner."""
    spots = np.zeros((len(points), 2))
    if len(points):
        drawing = drawing or Alone().apart(lay_out, grouped)
        spots[points.anchors] = waited_for(drawing, lambda: tracker.step(0, 1))
    if found.settled:
        spots[points.rest] = beside(found.settled.anchors, spots[points.anchors])
    positions = np.zeros((len(corpus), 2))
    on_map = points.of_statement >= 0
    positions[on_map] = spots[points.of_statement[on_map]]
    if found.abroad:
        positions[found.abroad.statements] = beside(found.abroad.anchors, spots[points.anchors])
        on_map[found.abroad.statements] = True
    positions[~on_map] = ring(int((~on_map).sum()), ISOLATED_CENTRE, ISOLATED_RADIUS)
    return positions


def _brought(model: Path | Address | None) -> TextModel | None:
    """The larger model that the options name, if any."""
    if isinstance(model, Address):
        return Endpoint(model.url, model.name)
    return open_folder(model) if model else None


def _refuse_shared_ids(contributions: Sequence[Contribution]) -> None:
    seen: set[str] = set()
    for contribution in contributions:
        if contribution.id in seen:
            raise AnalysisError(f"Två inspel har samma id, ”{contribution.id}”. Ge varje inspel ett eget id.")
        seen.add(contribution.id)
