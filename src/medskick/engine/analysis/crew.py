"""Who does the work that can be shared: this process, several of them, or a Dask cluster.

Shared work is a plain function of (what all chunks need, one chunk). Chunks are cut by the material alone and results
come back in order, so that the crew changes the speed and never the result.
"""

from __future__ import annotations

import os
import pickle
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeVar

from threadpoolctl import threadpool_limits

from .contract import ENGINE_VERSION, AnalysisError, Options

Need = TypeVar("Need")
Chunk = TypeVar("Chunk")
Found = TypeVar("Found")
Work = Callable[[Need, Chunk], Found]

CHUNKS_AHEAD = 2
SECONDS_TO_REACH_SCHEDULER = 20
SECONDS_BETWEEN_LOOKS = 0.5
DIED = (
    "En av processerna som delade på arbetet dog, troligen för att minnet tog slut. "
    "Stäng annat som körs på datorn eller kör med --workers 1."
)


class Crew(Protocol):
    """Does `work(need, chunk)` for every chunk and yields the answers in the order of the chunks."""

    threads: int

    def mapped(self, work: Work, need: Any, chunks: Iterable[Any]) -> Iterator[Any]: ...

    def apart(self, work: Callable[[Need], Found], need: Need) -> Future[Found]:
        """Does `work(need)` beside what the caller goes on with, where there is somebody to do it; else at once."""
        ...

    def close(self) -> None: ...


class Alone:
    """Everything in this process, one chunk after the other."""

    threads = 1

    def mapped(self, work: Work, need: Any, chunks: Iterable[Any]) -> Iterator[Any]:
        for chunk in chunks:
            yield work(need, chunk)

    def apart(self, work: Callable[[Need], Found], need: Need) -> Future[Found]:
        done: Future[Found] = Future()
        done.set_result(work(need))
        return done

    def close(self) -> None:
        pass


class Processes:
    """Several processes on this machine, started when the first piece of work is there to share."""

    def __init__(self, workers: int) -> None:
        self._workers = self.threads = workers
        self._pool: ProcessPoolExecutor | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="medskick-crew-")
        self._needs = 0

    def mapped(self, work: Work, need: Any, chunks: Iterable[Any]) -> Iterator[Any]:
        coming = iter(chunks)
        begun = list(islice(coming, 2))
        if len(begun) < 2:  # nothing to share
            yield from Alone().mapped(work, need, begun)
            return
        pool = self._started()
        self._needs += 1
        path = Path(self._folder.name, f"need-{self._needs}.pickle")
        path.write_bytes(pickle.dumps(need, protocol=5))
        try:
            yield from _in_order(
                lambda chunk: pool.submit(_with_need, work, str(path), chunk),
                chain(begun, coming),
                CHUNKS_AHEAD * self._workers,
            )
        except BrokenProcessPool:
            raise AnalysisError(DIED) from None
        finally:
            path.unlink(missing_ok=True)

    def apart(self, work: Callable[[Need], Found], need: Need) -> Future[Found]:
        return self._started().submit(_calmly_alone, work, need)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers, mp_context=get_context("spawn"), initializer=_follow_parent
            )
        return self._pool

    def close(self) -> None:
        if self._pool is not None:
            working = list((self._pool._processes or {}).values())
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in working:  # what is still drawing after a stop draws for nobody
                process.terminate()
        self._folder.cleanup()


class Cluster:
    """A Dask cluster. Its workers must have the same version of Medskick."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise AnalysisError(
                "--scheduler behöver paketet distributed. Installera det med: pip install distributed"
            ) from None
        self.threads = os.cpu_count() or 1
        try:
            self._client = Client(address, timeout=SECONDS_TO_REACH_SCHEDULER, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise AnalysisError(
                f"Schemaläggaren på {address} svarar inte ({type(error).__name__}). "
                "Kontrollera adressen, till exempel tcp://10.0.0.5:8786."
            ) from None
        self._refuse_other_versions(address)

    def mapped(self, work: Work, need: Any, chunks: Iterable[Any]) -> Iterator[Any]:
        client = self._client
        shared = client.scatter(need, broadcast=True, hash=False)
        ahead = CHUNKS_AHEAD * max(1, sum(client.nthreads().values()))
        yield from _in_order(
            lambda chunk: client.submit(_calmly, work, shared, client.scatter(chunk, hash=False), pure=False),
            chunks,
            ahead,
        )

    def apart(self, work: Callable[[Need], Found], need: Need) -> Future[Found]:
        return Alone().apart(work, need)

    def close(self) -> None:
        self._client.close()

    def _refuse_other_versions(self, address: str) -> None:
        try:
            found = self._client.run(_engine_here)
        except Exception:  # whatever their side lacks, it cannot take part
            found = {"": None}
        if not found or set(found.values()) != {_engine_here()}:
            self.close()
            raise AnalysisError(
                f"Datorerna bakom {address} har inte samma version av Medskick som den här, eller så finns där inga. "
                "Installera samma version på alla."
            )


def crew_for(options: Options) -> Crew:
    """The crew that the options ask for."""
    if options.scheduler:
        return Cluster(options.scheduler)
    return Processes(options.workers) if options.workers > 1 else Alone()


def in_threads(crew: Crew | None, work: Callable[[Chunk], Found], chunks: Iterable[Chunk]) -> list[Found]:
    """`work(chunk)` of all chunks, in order, by as many threads as the crew has hands.

    For work that spends its time in libraries which let other threads run, on arrays too large to hand to a process.
    """
    threads = crew.threads if crew else 1
    if threads < 2:
        return [work(chunk) for chunk in chunks]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, chunks))


def waited_for(future: Future[Found], tick: Callable[[], None]) -> Found:
    """What was done apart; `tick` is called while it is waited for and may stop the waiting with an error."""
    while True:
        try:
            return future.result(SECONDS_BETWEEN_LOOKS)
        except TimeoutError:
            tick()
        except BrokenProcessPool:
            raise AnalysisError(DIED) from None


class gathered:
    """`with gathered(options) as crew`: the crew goes home whatever happens."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def __enter__(self) -> Crew:
        self._crew = crew_for(self._options)
        return self._crew

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._crew.close()


def _in_order(submit: Callable[[Any], Any], chunks: Iterable[Any], ahead: int) -> Iterator[Any]:
    """Answers in order, with only so many chunks under way that memory stays small."""
    waiting: deque[Future[Any]] = deque()
    try:
        for chunk in chunks:
            waiting.append(submit(chunk))
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _with_need(work: Work, path: str, chunk: Any) -> Any:
    return _calmly(work, _need_at(path), chunk)


def _calmly_alone(work: Callable[[Need], Found], need: Need) -> Found:
    return _calmly(lambda need, _: work(need), need, None)


def _calmly(work: Work, need: Any, chunk: Any) -> Any:
    with threadpool_limits(limits=1):  # several threads add up in the order they happen to finish
        return work(need, chunk)


_loaded: tuple[str, Any] = ("", None)


def _need_at(path: str) -> Any:
    """What all chunks need, read once by each process and kept until the next piece of work."""
    global _loaded
    if _loaded[0] != path:
        _loaded = ("", None)
        _loaded = (path, pickle.loads(Path(path).read_bytes()))  # noqa: S301 - our own parent wrote it
    return _loaded[1]


def _follow_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it ends, also where it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


@cache
def _engine_here() -> str:
    from .checkpoint import own_source

    return f"{ENGINE_VERSION} {own_source()}"
