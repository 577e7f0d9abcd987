"""The second reader's process, with a stand-in for latex2sympy2 that behaves as the text says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import symnn

SCRIPT = Path(symnn.__file__).with_name("second_reader.py")
STAND_IN = r"""
import runpy, sys, time, types
import sympy

known = {}

def latex2sympy(text):
    known[text] = True
    if text == "hangs":
        while True:
            time.sleep(1)
    if text == "fails":
        raise ValueError(text)
    if text == "remembers":
        return sympy.Symbol("fresh" if len(known) == 1 else "stale")
    if text == "a list":
        return [1]
    print("noise of the parser")
    return sympy.sympify(text)

module = types.ModuleType("latex2sympy2")
module.latex2sympy = latex2sympy
sys.modules["latex2sympy2"] = module
runpy.run_path(sys.argv[1], run_name="__main__")
"""
X = "Symbol('x', real=True)"


def ask(*requests: tuple[str, str], seconds: float = 20):
    lines = "".join(json.dumps({"latex": a, "ours": b, "seconds": seconds}) + "\n" for a, b in requests)
    command = [sys.executable, "-c", STAND_IN, str(SCRIPT)]
    outcome = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, timeout=120)
    return [json.loads(line) for line in outcome.stdout.splitlines()]


@pytest.mark.parametrize(
    ("theirs", "ours", "outcome"),
    [
        ("x", X, "same"),
        ("(x + 1)**2", f"Add(Pow({X}, Integer(2)), Mul(Integer(2), {X}), Integer(1))", "same"),
        ("Derivative(x**2, x)", f"Mul(Integer(2), {X})", "same"),
        ("sigma*2*x", f"Function('sigma')(Mul(Integer(2), {X}))", "differs"),
        ("log(x, 10)", f"log({X})", "differs"),
        ("y", X, "differs"),
        ("x + 1/10**6", X, "differs"),
    ],
)
def test_two_readings_are_compared_by_their_names_and_values(theirs, ours, outcome):
    assert ask((theirs, ours))[0]["outcome"] == outcome


def test_both_readings_are_shown_where_they_differ():
    (answer,) = ask(("log(x, 10)", f"log({X})"))
    assert answer == {"outcome": "differs", "ours": "log(x)", "theirs": "log(x)/log(10)"}


def test_names_are_compared_without_their_decoration():
    assert ask(("x", r"Symbol('\\mathrm{x}')"))[0]["outcome"] == "same"


def test_a_side_that_hangs_has_no_answer_and_the_next_one_is_read():
    first, second = ask(("hangs", X), ("x", X), seconds=0.5)
    assert first == {"outcome": "no answer"}
    assert second["outcome"] == "same"


def test_a_side_that_it_cannot_read_is_no_difference():
    assert ask(("fails", X), ("x", X))[0] == {"outcome": "unreadable"}


def test_something_that_is_no_expression_is_a_difference():
    assert ask(("a list", X))[0]["theirs"] == "[1]"


def test_nothing_is_remembered_from_one_side_to_the_next():
    answers = ask(("x", X), ("remembers", X))
    assert answers[1]["theirs"] == "fresh"
