"""Claims are decided in processes that may hang or die, and the run goes on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import deciders
import pytest
from deciders import PROVED, decide

import symnn
from symnn import check, deciding
from symnn.claim import Claim
from symnn.term import num, op
from symnn.verdict import Proved, Undecided
from symnn.workers import ANSWERING, decide_all


def _verdicts(*ids: str, timeout: float = 20, memory_mb: int | None = None, jobs: int = 2):
    claims = [Claim(id, "identity", op("eq", num(1), num(1))) for id in ids]
    return [verdict for verdict, _ in decide_all(claims, decide, timeout=timeout, jobs=jobs, memory_mb=memory_mb)]


def test_what_answers_is_imported_by_the_server_before_it_is_asked():
    assert {f.__module__ for f in (deciding.decide, check.search, check.look)} <= set(ANSWERING)


def test_no_claims_need_no_workers():
    assert decide_all([], decide) == []


def test_verdicts_come_in_the_order_of_the_claims():
    claims = [Claim("raises" if n % 3 else "fine", "identity", num(n)) for n in range(40)]
    outcomes = decide_all(claims, decide, jobs=2)
    assert [isinstance(v, Proved) for v, _ in outcomes] == [n % 3 == 0 for n in range(40)]
    assert all(seconds >= 0 for _, seconds in outcomes)


def test_a_claim_that_hangs_is_undecided_and_the_others_are_decided():
    verdicts = _verdicts("fine", "loop", "fine", "loop in C", "fine", timeout=0.5)
    assert verdicts[1] == verdicts[3] == Undecided("timed out after 0.5 s")
    assert verdicts[0] == verdicts[2] == verdicts[4] == PROVED


def test_a_worker_that_dies_costs_its_own_claim_only():
    verdicts = _verdicts("fine", "killed", "fine", "aborted", "ended", "fine")
    assert verdicts[1] == Undecided("worker died (SIGKILL)")
    assert verdicts[3] == Undecided("worker died (SIGABRT)")
    assert verdicts[4] == Undecided("worker died (exit status 3)")
    assert verdicts[0] == verdicts[2] == verdicts[5] == PROVED


def test_many_workers_that_die_in_a_row_do_not_end_the_run():
    verdicts = _verdicts(*["killed"] * 8, "fine")
    assert all(isinstance(v, Undecided) for v in verdicts[:8])
    assert verdicts[8] == PROVED


def test_a_claim_that_needs_too_much_memory_is_undecided():
    assert _verdicts("fat", "fine", memory_mb=256) == [Undecided("memory limit of 256 MB reached"), PROVED]


def test_memory_that_is_filled_bit_by_bit_ends_at_the_limit_too():
    assert _verdicts("greedy", "fine", memory_mb=128) == [Undecided("memory limit of 128 MB reached"), PROVED]


def test_a_single_worker_goes_on_after_each_way_to_break_down():
    verdicts = _verdicts("loop", "greedy", "killed", "raises", "fine", timeout=1, memory_mb=128, jobs=1)
    assert [isinstance(v, Undecided) for v in verdicts] == [True, True, True, True, False]
    assert verdicts[-1] == PROVED


def test_any_question_about_a_claim_can_be_asked_in_the_same_way():
    queries = [Claim("fine", "identity", num(1)), Claim("raises", "identity", num(2))]
    answers = [answer for answer, _ in decide_all(queries, deciders.fail, jobs=1)]
    assert answers == [Undecided("ZeroDivisionError: by hand")] * 2


def test_an_exception_is_undecided_with_its_type_and_message():
    assert _verdicts("raises") == [Undecided("ZeroDivisionError: by hand")]


def test_a_recursion_too_deep_is_undecided():
    (verdict,) = _verdicts("deep")
    assert isinstance(verdict, Undecided)
    assert verdict.reason.startswith("RecursionError")


def test_what_cannot_be_sent_back_is_undecided():
    (verdict,) = _verdicts("no verdict that can be sent")
    assert isinstance(verdict, Undecided)


def test_progress_counts_up_to_the_number_of_claims():
    seen: list[tuple[int, int]] = []
    claims = [Claim(str(n), "identity", num(n)) for n in range(5)]
    decide_all(claims, decide, jobs=1, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(n, 5) for n in range(1, 6)]


INTERRUPTED = """
import sys
sys.path.insert(0, sys.argv[1])
from deciders import decide
from symnn.claim import Claim
from symnn.term import num
from symnn.workers import ANSWERING, decide_all

if __name__ == "__main__":
    claims = [Claim(id, "identity", num(1)) for id in ("fine", "loop", "loop in C")]
    try:
        decide_all(claims, decide, timeout=600, jobs=2, progress=lambda done, total: print(done, flush=True))
    except KeyboardInterrupt:
        print("stopped", flush=True)
"""


def test_an_interrupt_stops_the_run_and_leaves_no_worker_behind(tmp_path):
    script = tmp_path / "interrupted.py"
    script.write_text(INTERRUPTED)
    command = [sys.executable, str(script), str(Path(deciders.__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        os.killpg(process.pid, signal.SIGINT)
        # reading to the end waits for every process that holds the pipe: the workers too
        assert process.stdout.read() == "stopped\n"
        assert process.wait(timeout=60) == 0


COMMAND = """
from symnn.cli import main

if __name__ == "__main__":
    main()
"""
BROKEN = "import os\nos._exit(9)\n"


@pytest.mark.parametrize("name", ["symnn/__init__.py", "random.py", "selectors.py", "signal.py", "flint.py"])
def test_a_module_in_the_current_directory_decides_nothing(tmp_path, name):
    command, here = tmp_path / "bin" / "run.py", tmp_path / "here"
    for path, text in ((command, COMMAND), (here / name, BROKEN), (here / "a.md", "$$\\sin^2 x + \\cos^2 x = 1$$\n")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    places = os.pathsep.join([str(Path(symnn.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, str(command), "verify", "a.md", "-j", "1"],
        cwd=here, env={**os.environ, "PYTHONPATH": places}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, "1 proved" in done.stdout) == (0, True), done.stdout + done.stderr


PLAIN = r"""
import symnn
print([type(c.verdict).__name__ for c in symnn.verify(text="$$\\tanh(x) = 2\\sigma(2x) - 1$$").claims])
"""


@pytest.mark.parametrize("given", ["file", "stdin"])
def test_a_script_needs_no_main_guard(tmp_path: Path, given: str) -> None:
    path = tmp_path / "plain.py"
    path.write_text(PLAIN, encoding="utf-8")
    command = [sys.executable, str(path) if given == "file" else "-"]
    done = subprocess.run(
        command, input=PLAIN if given == "stdin" else None, capture_output=True, text=True, timeout=120
    )
    assert (done.stdout, done.stderr) == ("['Proved']\n", "")
