"""`medskick analyse`: a table in, a folder of results out."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from .contract import Address, AnalysisError, Cancelled, Options, Progress

if TYPE_CHECKING:
    from .codebook import Codebook
    from .edition.edits import Edits
    from .language_model.settings import LanguageModel

FAILED, BAD_INPUT, STOPPED = 1, 2, 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything that `medskick analyse` understands."""
    add = parser.add_argument
    add("input", metavar="INPUT", help="CSV-, XLSX-, JSON Lines- eller Parquet-fil med en rad per inspel")
    add("--text", required=True, metavar="KOLUMN", help="kolumnen med texten")
    add("--id", metavar="KOLUMN", help="kolumnen med id (annars radens nummer)")
    add("--title", metavar="KOLUMN", help="kolumnen med rubriken")
    add("--people", metavar="KOLUMN", help="kolumnen med antal personer bakom inspelet")
    add("--municipality", metavar="KOLUMN", help="kolumnen med kommun")
    add("--age", metavar="KOLUMN", help="kolumnen med åldersgrupp")
    add("--channel", metavar="KOLUMN", help="kolumnen med kanal")
    add("--sender", metavar="KOLUMN", help="kolumnen med typ av avsändare")
    add("--meta", metavar="KOLUMN", action="append", default=[], help="ytterligare kolumn (kan upprepas)")
    add("--lang", type=_language, default="sv", metavar="KOD", help="huvudspråk (standard: sv)")
    add("--themes", type=_positive, metavar="N", help="ungefär så många teman")
    add(
        "--model",
        metavar="MAPP",
        help="större språkmodell på datorn, som används bredvid vår egen (ONNX, sentence-transformers)",
    )
    add(
        "--embeddings",
        metavar="ADRESS",
        help="större språkmodell bakom en OpenAI-lik adress; texterna skickas dit",
    )
    add("--embeddings-model", metavar="NAMN", help="modellens namn på den adressen")
    add("--codebook", metavar="FIL", help="kodbok: JSON eller tabell med key, label, definition")
    add("--examples", metavar="FIL", help="exempel: tabell med text och key")
    add("--from", dest="previous", metavar="MAPP", help="mappen med en tidigare utgåva")
    add("--edits", metavar="FIL", help="vad människor har ändrat i utgåvan i --from (JSON)")
    add("--seed", type=_seed, default=0, metavar="TAL", help="frö för slumpen (standard: 0)")
    add(
        "--workers",
        type=_positive,
        metavar="N",
        help="antal processer (standard: datorns); ändrar aldrig resultatet",
    )
    add(
        "--scheduler",
        metavar="ADRESS",
        help="adress till en Dask-schemaläggare, när flera datorer delar på arbetet",
    )
    add("--language-model", metavar="ADRESS", help="språkmodell som får föreslå ord (av om inget anges)")
    add("--language-model-name", metavar="NAMN", help="modellens namn hos den som svarar")
    add("--archive", metavar="MAPP", help="frågor och svar; räcker för att göra om resultatet utan modellen")
    add("--out", required=True, metavar="MAPP", help="ny mapp för resultatet")


def main(args: argparse.Namespace | Sequence[str] | None = None) -> int:
    """Run the command.

    Returns 0, 1 where the disk or the memory gave out, 2 for input that cannot be used, 130 when stopped with Ctrl-C.
    """
    if not isinstance(args, argparse.Namespace):
        parser = argparse.ArgumentParser(prog="medskick analyse", description="Hitta teman i inspel.")
        add_arguments(parser)
        args = parser.parse_args(args)
    line = ProgressLine(sys.stderr)
    signal.signal(signal.SIGTERM, _stop)
    try:
        return _run(args, line)
    except KeyboardInterrupt:
        line.end()
        _say(
            "Stoppat. Inget resultat är skrivet. Kör samma kommando igen så fortsätter det från de färdiga stegen."
        )
        return STOPPED


def _run(args: argparse.Namespace, line: ProgressLine) -> int:
    from medskick.engine.tables.errors import TableError

    from .run import analyse
    from .table_input import columns_of, read_contributions

    try:
        codebook = _codebook(args)
        contributions = read_contributions(args.input, columns_of(args, args.meta))
        options = Options(
            lang=args.lang,
            themes=args.themes,
            seed=args.seed,
            workers=args.workers or _processors(),
            scheduler=args.scheduler,
            previous=Path(args.previous) if args.previous else None,
            codebook=codebook,
            model=_model(args),
            language_model=_language_model(args),
            edits=_edits(args),
        )
        result = analyse(contributions, args.out, options, progress=line.show)
    except (AnalysisError, TableError) as error:
        line.end()
        _say(str(error))
        return BAD_INPUT
    except Cancelled:
        line.end()
        return STOPPED
    except BrokenPipeError:
        raise
    except (OSError, MemoryError) as error:
        line.end()
        _say(f"{_gave_out(error)} Inget resultat är skrivet.")
        return FAILED
    line.end()
    counts = result.counts
    themes = sum(theme["parent"] is None and theme["kind"] == "theme" for theme in result.themes)
    _say(
        f"Klart. {_number(counts['received'])} medskick blev {_number(counts['statements'])} tankar "
        f"i {themes} {'tema' if themes == 1 else 'teman'}. Öppna {Path(args.out) / 'report.html'}"
    )
    return 0


class ProgressLine:
    """Progress in Swedish: one line that is rewritten on a terminal, a line now and then elsewhere."""

    SECONDS_BETWEEN_LINES = 10.0

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rewrites = stream.isatty()
        self._width = 0
        self._last: tuple[str, float] = ("", 0.0)

    def show(self, progress: Progress) -> None:
        text = f"{progress.share:4.0%}  {progress.stage}{_time_left(progress.seconds_left)}"
        if self._rewrites:
            self._stream.write("\r" + text.ljust(self._width))
            self._width = len(text)
        else:
            stage, when = self._last
            if stage == progress.stage and time.monotonic() - when < self.SECONDS_BETWEEN_LINES:
                return
            self._last = (progress.stage, time.monotonic())
            self._stream.write(text + "\n")
        self._stream.flush()

    def end(self) -> None:
        if self._rewrites and self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._width = 0


def _codebook(args: argparse.Namespace) -> Codebook | None:
    from .codebook import read_codebook

    if args.codebook is None:
        if args.examples:
            raise AnalysisError("--examples behöver en kodbok. Ange den med --codebook.")
        return None
    if args.themes:
        raise AnalysisError("Med --codebook ligger temana fast. Kör utan --themes.")
    return read_codebook(args.codebook, args.examples)


def _model(args: argparse.Namespace) -> Path | Address | None:
    if args.embeddings and args.model:
        raise AnalysisError("Ange antingen --model eller --embeddings, inte båda.")
    if bool(args.embeddings) != bool(args.embeddings_model):
        raise AnalysisError("--embeddings och --embeddings-model hör ihop. Ange båda.")
    if args.embeddings:
        return Address(args.embeddings, args.embeddings_model)
    return Path(args.model) if args.model else None


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _language_model(args: argparse.Namespace) -> LanguageModel | None:
    from .language_model.settings import LanguageModel, key_from_environment

    if not args.language_model and not args.archive and not args.language_model_name:
        return None
    if not args.language_model_name:
        raise AnalysisError("Ange vilken språkmodell med --language-model-name.")
    archive = Path(args.archive) if args.archive else None
    key = key_from_environment() if args.language_model else ""
    return LanguageModel(args.language_model_name, args.language_model or "", key, archive)


def _edits(args: argparse.Namespace) -> Edits | None:
    from .edition.edits import read_edits

    return read_edits(args.edits) if args.edits else None


def _gave_out(error: OSError | MemoryError) -> str:
    """What to do when the machine could not do what it was asked."""
    if isinstance(error, MemoryError):
        return "Minnet tog slut. Stäng annat som körs, eller kör med --workers 1."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            "Disken är full. Gör plats och kör samma kommando igen, så fortsätter det från de färdiga stegen."
        )
    where = f" {error.filename}" if error.filename else ""
    return f"Det gick inte att läsa eller skriva{where} ({error.strerror or type(error).__name__})."


def _time_left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return f" · {max(1, round(seconds))} sekunder kvar"
    minutes = round(seconds / 60)
    return f" · {minutes} {'minut' if minutes == 1 else 'minuter'} kvar"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u00a0")


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _language(value: str) -> str:
    from medskick.engine.text.language import LANGUAGES

    if value not in LANGUAGES:
        raise argparse.ArgumentTypeError(f"”{value}” är inget av språken {', '.join(LANGUAGES)}")
    return value


def _positive(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 1000:
        raise argparse.ArgumentTypeError(f"”{value}” är inte ett heltal mellan 1 och 1000")
    return int(value)


def _seed(value: str) -> int:
    if not value.isascii() or not value.isdigit() or int(value) >= 2**31:
        raise argparse.ArgumentTypeError(f"”{value}” är inte ett heltal från 0 till 2147483647")
    return int(value)
