"""Decides claims in warm worker processes that can be killed.

A claim that hangs, kills its process or fills its memory costs one ``Undecided`` and never the run.  The workers are
forked from one server process that has imported the provers already, so that a fresh one after a kill is cheap.
What they import comes from where this process has it from: a file of the current directory never takes its place.
"""

from __future__ import annotations

import atexit
import importlib
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, TimeoutError, wait
from contextlib import contextmanager
from multiprocessing import process
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.popen_forkserver import Popen
from time import perf_counter
from types import ModuleType
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from symnn.verdict import Undecided

Task = TypeVar("Task")  # a claim, or another question that is asked about one
Answer = TypeVar("Answer")
Progress = Callable[[int, int], None]

# where the questions of a run are answered: its server imports them all, beside the run's own imports
ANSWERING = ("symnn.decide", "symnn.recheck", "symnn.suggest.search", "symnn.numeric.notes")
DIED = "worker died"
MEMORY_EXIT = 77  # how a worker says that its memory limit was reached
ATTEMPTS = 3  # pools that break down before they decide anything
_ENVIRONMENT = threading.Lock()
GRACE = 15.0  # seconds past the time limit after which a silent pool counts as broken


_IMPORTED: dict[str, None] = {}  # modules that the server has imported, or the workers after it


def warm(*modules: str) -> None:
    """Start importing what answers in the background, so that it is ready when the first question comes."""
    from multiprocessing import forkserver

    _IMPORTED.update(dict.fromkeys(modules))
    _CONTEXT.set_forkserver_preload(list(_IMPORTED))
    with _our_modules():
        forkserver.ensure_running()


@contextmanager
def _our_modules() -> Iterator[None]:
    """While a server or a worker is started: it looks for modules where this process does, and runs no main module.

    The server runs ``python -c``, which would look in the current directory first.  A script that asks for verdicts
    where it stands, with no ``if __name__ == "__main__"``, would be run again in each worker.
    """
    own = [os.path.abspath(p or process.ORIGINAL_DIR or "") for p in sys.path]  # type: ignore[attr-defined]
    wanted = {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(p for p in own if os.pathsep not in p)}
    with _ENVIRONMENT:
        before = {name: os.environ.get(name) for name in wanted}
        main = sys.modules["__main__"]
        os.environ.update(wanted)
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


class _Process(ForkServerProcess):
    """A worker; the server that forks it is started again when it has died."""

    @staticmethod
    def _Popen(process_obj: Any) -> Popen:  # noqa: N802
        with _our_modules():
            return Popen(process_obj)


class _Context(ForkServerContext):
    Process = _Process


_CONTEXT = _Context()


def decide_all(
    claims: Sequence[Task],
    decide: Callable[[Task], Answer],
    *,
    timeout: float = 20.0,
    jobs: int | None = None,
    memory_mb: int | None = None,
    progress: Progress | None = None,
    landed: Callable[[int, Answer | Undecided, float], None] | None = None,
) -> list[tuple[Answer | Undecided, float]]:
    """The verdict of each claim and the seconds it took, in the order of ``claims``.

    ``decide`` must be importable by name.  ``timeout`` is each claim's own, in seconds; ``memory_mb`` bounds what
    a worker may take beyond what it holds when it is warm.  ``landed`` is told each verdict as soon as it is there.
    """
    outcomes: dict[int, tuple[Answer | Undecided, float]] = {}
    payloads: dict[int, bytes] = {}
    for number, claim in enumerate(claims):
        try:
            payloads[number] = pickle.dumps(claim)
        except Exception as error:
            outcomes[number] = Undecided(_describe(error)), 0.0
    if payloads:
        warm(decide.__module__)
    failures = 0
    while payloads and failures < ATTEMPTS:
        before = len(payloads)
        _run(payloads, outcomes, decide, timeout, jobs or _cores(), memory_mb, progress, landed)
        failures += len(payloads) == before
    for number in payloads:
        outcomes[number] = Undecided(DIED, passing=True), 0.0
    return [outcomes[number] for number in range(len(claims))]


def _run(
    payloads: dict[int, bytes],
    outcomes: dict[int, tuple[Answer | Undecided, float]],
    decide: Callable[[Task], Answer],
    timeout: float,
    jobs: int,
    memory_mb: int | None,
    progress: Progress | None,
    landed: Callable[[int, Answer | Undecided, float], None] | None,
) -> None:
    """Decide what is in ``payloads`` with one pool; what is decided moves from there to ``outcomes``."""
    total = len(payloads) + len(outcomes)
    key = (jobs, memory_mb)
    pool = _pool(key)
    sound = False
    try:
        waiting: dict[Future[bytes], int] = {
            pool.schedule(_decide, args=(decide, payload), timeout=timeout): number
            for number, payload in payloads.items()
        }
        while waiting:
            done, _ = wait(waiting, timeout + GRACE, return_when=FIRST_COMPLETED)
            if not done:
                return
            for future in done:
                number = waiting.pop(future)
                outcome: tuple[Answer | Undecided, float] | None = _outcome(future, timeout, memory_mb)
                if outcome is None:
                    continue
                outcomes[number] = outcome
                del payloads[number]
                if landed is not None:
                    landed(number, *outcome)
                if progress is not None:
                    progress(len(outcomes), total)
        sound = True
    finally:
        if not sound:
            _dismiss(key)


Key = tuple[int, int | None]
_POOLS: dict[Key, ProcessPool] = {}
KEPT = 4  # pools that stay warm for the next question


def _pool(key: Key) -> ProcessPool:
    """The pool of that kind, kept from the last run or started now."""
    known = _POOLS.get(key)
    if known is not None and known.active:
        _POOLS[key] = _POOLS.pop(key)  # the youngest is last
        return known
    _dismiss(key)
    while len(_POOLS) >= KEPT:
        _dismiss(next(iter(_POOLS)))
    jobs, memory_mb = key
    arguments = (tuple(_IMPORTED), memory_mb)
    pool = ProcessPool(max_workers=jobs, context=_CONTEXT, initializer=_prepare, initargs=arguments)
    _POOLS[key] = pool
    return pool


def _dismiss(key: Key) -> None:
    pool = _POOLS.pop(key, None)
    if pool is not None:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


@atexit.register
def dismiss_all() -> None:
    """Ends every worker."""
    for key in list(_POOLS):
        _dismiss(key)


def _outcome(future: Future[bytes], timeout: float, memory_mb: int | None) -> tuple[Any, float] | None:
    """What became of one claim; ``None`` when the pool as a whole broke down before it was tried."""
    try:
        verdict, seconds = pickle.loads(future.result())
    except ProcessExpired as error:
        if error.exitcode == MEMORY_EXIT:
            return Undecided(f"memory limit of {memory_mb} MB reached", passing=True), 0.0
        return Undecided(DIED + _how(error.exitcode), passing=True), 0.0
    except TimeoutError:
        return Undecided(f"timed out after {timeout:g} s", passing=True), timeout
    except (CancelledError, RuntimeError):  # BrokenProcessPool is a RuntimeError
        return None
    return verdict, seconds


def _how(exitcode: int) -> str:
    try:
        return f" ({signal.Signals(-exitcode).name})"
    except ValueError:
        return f" (exit status {exitcode})"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _describe(error: BaseException) -> str:
    message = str(error)
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


# What follows runs in the workers.


def _prepare(modules: tuple[str, ...], memory_mb: int | None) -> None:
    """Import the provers, end at once when told to, and stay within the memory limit."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for module in modules:
        importlib.import_module(module)
    if memory_mb is not None:
        _limit_memory(memory_mb << 20)


def _limit_memory(extra: int) -> None:
    """Allow ``extra`` bytes of address space beyond what is mapped now; without effect where that is unknown."""
    try:
        import resource

        with open("/proc/self/statm") as file:
            mapped = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = mapped + extra
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _decide(decide: Callable[[Any], object], payload: bytes) -> bytes:
    """The pickled verdict and its seconds; whatever a prover raises is a claim not decided."""
    start = perf_counter()
    try:
        verdict = decide(pickle.loads(payload))
        return pickle.dumps((verdict, perf_counter() - start))
    except MemoryError:
        os._exit(MEMORY_EXIT)
    except Exception as error:
        return pickle.dumps((Undecided(_describe(error)), perf_counter() - start))
