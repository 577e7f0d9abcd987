r"""Python docstrings: raw and escaped strings, reST and Markdown, exact places, the code as a listing."""

import ast
import re
import time
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symnn.context import understand
from symnn.document import parse
from symnn.document.python import docstrings

MODULE = r'''#!/usr/bin/env python
"""Activations 激活.

.. math::
   \\sigma(x) = \\frac{1}{1 + e^{-x}}
"""

import math

BETA = 1.0
r"""The slope :math:`\beta` of swish."""

table = {"key": "no :math:`q`", """also no :math:`r`""": 1}


class Swish(Base):
    """Swish with :math:`\\beta > 0`.

    Attributes:
        beta: the slope
    """

    beta: float = 1.0
    'at least :math:`0`'

    def __call__(self, x):
        r"""Computes

        .. math::
            :label: swish

            x \cdot \sigma(\beta x)

        Args:
          x: the net input, :math:`x \in \mathbb{R}`

        Example::

            :math:`no`
        """
        text = "no :math:`s`"
        return x / (1 + math.exp(-self.beta * x))  # """no :math:`t`


async def gelu(
    x="""no :math:`u`""",
):
    # comment
    U"""GELU\u3000is :math:`x\\Phi(x)`."""
    return f"""no :math:`v`"""
'''


def test_the_docstrings_of_modules_classes_functions_and_attributes_are_read():
    document = parse(MODULE, "a.py")
    assert [s.source for s in document.spans] == [
        r"\sigma(x) = \frac{1}{1 + e^{-x}}", r"\beta", r"\beta > 0", "0", r"x \cdot \sigma(\beta x)",
        r"x \in \mathbb{R}", r"x\Phi(x)",
    ]  # fmt: skip
    assert document.problems == ()


def test_places_are_those_in_the_file():
    document = parse(MODULE, "a.py")
    lines = MODULE.split("\n")
    for span in document.spans:
        at = document.extent(span.inner_start, span.inner_end)
        assert at.line == at.end_line
        assert lines[at.line - 1][at.column - 1 : at.end_column].replace("\\\\", "\\") == span.source
    (first, *_) = document.spans
    frac = first.source.index(r"\frac")
    at = document.extent(first.inner_start + frac, first.inner_start + frac + 5)
    assert lines[at.line - 1][at.column - 1 : at.end_column] == r"\\frac"


def test_each_docstring_is_a_scope_of_its_own():
    text = 'def f():\n    r""":math:`a = 2`"""\n\ndef g():\n    r"""With :math:`a = 3`, :math:`a + 1 = 4`."""\n'
    found = understand(parse(text, "a.py"))
    assert not [f for f in found.findings if f.code.startswith("E")]


def test_the_code_follows_as_a_listing():
    document = parse(MODULE, "a.py")
    (code,) = [b for b in document.blocks if b.kind == "code" and b.info == "python"]
    assert document.text[code.start : code.end] == MODULE
    assert document.position(code.start + MODULE.index("class Swish")) == (16, 1)
    assert all(b.kind != "code" for b in parse('"""None."""\nx = 1\n', "a.py").blocks)


def test_a_function_that_differs_from_the_formula_beside_it_is_found():
    text = 'def swish(x):\n    r"""Swish: :math:`\\mathrm{swish}(x) = x\\sigma(x)`."""\n    return x * math.tanh(x)\n'
    found = understand(parse("import math\n\n\n" + text, "a.py"))
    assert [one.name for one in found.listings] == ["swish"]


def test_commands_that_python_takes_for_escapes_are_read_and_named():
    text = '"""The gradient :math:`\\nabla f + \\\\frac{1}{2}\\theta`.\n\nA line\\nno command."""\n'
    document = parse(text, "a.py")
    (span,) = document.spans
    assert span.source == r"\nabla f + \frac{1}{2}\theta"
    assert [(p.code, document.position(p.start)) for p in document.problems] == [("N113", (1, 24)), ("N113", (1, 47))]
    assert r"Python takes \n for an escape" in document.problems[0].message


def test_dollars_are_mathematics_in_docstrings_without_roles():
    dollars = 'def f():\n    r"""Gives $x^2$.\n\n    $$\n    y = 1\n    $$\n    """\n'
    assert [s.source.strip() for s in parse(dollars, "a.py").spans] == ["x^2", "y = 1"]
    mixed = dollars + '\n\ndef g():\n    r"""Has :math:`z`, costs $5 and $6."""\n'
    assert [s.source.strip() for s in parse(mixed, "a.py").spans] == ["x^2", "y = 1", "z"]


def test_a_module_that_is_no_python_is_said_to_be_none():
    text = 'def f(:\n    """Has $x$."""\n'
    (problem,) = parse(text, "a.py").problems
    assert problem.code == "N113"
    assert "no valid Python" in problem.message
    assert parse('"""Has $x$."""\n', "a.py").problems == ()


def test_code_that_is_no_python_is_still_searched():
    text = 'print "old"\nx = (1,\n\ndef f():\n    """Has :math:`x`."""\n'
    assert [s.source for s in parse(text, "a.py").spans] == ["x"]


@pytest.mark.parametrize("text", ["", '"', '"""', "'''\\", 'x = \'\n""":math:`q`"""', '"""\\', "(" * 1000 + '""""""'])
def test_broken_strings_end_nothing(text):
    parse(text, "a.py")


FORMULAS = st.text("xyσ失{}^_+= \\abfn", min_size=1, max_size=8).filter(
    lambda s: s.strip() == s and not s.endswith("\\") and s.count("{") == s.count("}")
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(FORMULAS, st.booleans(), st.integers(0, 3)), min_size=1, max_size=6))
def test_planted_formulas_are_found_at_their_places(planted):
    """In raw strings as they are, in others with doubled backslashes; tabs, wide characters, margins between them."""
    parts = []
    for number, (formula, raw, margin) in enumerate(planted):
        lead = "    " * margin
        shown = formula if raw else formula.replace("\\", "\\\\")
        quote = "r" if raw else ""
        parts.append(
            f'{lead}def f{number}():\n{lead}    {quote}"""一\t二\n\n{lead}    see :math:`{shown}`.\n{lead}    """\n'
        )
    text = "".join(parts)
    document = parse(text, "a.py")
    assert [s.source for s in document.spans] == [f for f, _, _ in planted]
    places = [m.span(1) for m in re.finditer(r":math:`([^`]*)`", text)]
    for span, (start, end) in zip(document.spans, places, strict=True):
        assert document.written(span.inner_start, span.inner_end) == text[start:end]
        line = text.count("\n", 0, start) + 1
        assert document.position(span.inner_start) == (line, start - text.rfind("\n", 0, start))


@pytest.mark.parametrize("text", ['"""' * 100_001, '"\\' * 100_000, "'a' " * 60_000, "(" * 200_000, "\\\n" * 100_000])
def test_hostile_modules_are_read_in_linear_time(text):
    started = time.process_time()
    docstrings(text)
    parse(text, "a.py")
    assert time.process_time() - started < 8


def notes(text):
    document = parse(text, "a.py")
    return [(document.position(p.start)[0], document.text[p.start : p.end]) for p in document.problems]


def test_dollars_beside_roles_are_said_not_to_be_read():
    text = 'def f():\n    r"""Has :math:`x^2`, and $x^3$.\n\n    $$\n    y = 1\n    $$\n    """\n'
    assert notes(text) == [(2, "$x^3$"), (4, "$$\ny = 1\n$$")]
    assert parse(text, "a.py").problems[0].code == "N113"


@pytest.mark.parametrize(
    "inside",
    [
        "costs $5 and $6", "``$x^2$``", "`$y_1$`", "\\\\$x^2\\\\$", "$HOME and a$b$c", "$ x = y $",
        "code::\n\n        s = '$a_b$'\n", "see\n\n    >>> f('$a_b$')\n",
    ],
)  # fmt: skip
def test_other_dollars_beside_roles_are_not_told(inside):
    assert notes(f'def f():\n    """Has :math:`x`; {inside}\n\n    The end.\n    """\n') == []


def test_formulas_in_plain_text_are_counted_once_for_a_module():
    text = '"""Tanh.\n\nThe derivative is f\'(x) = 1 - tanh²(x).\n\nσ(x) ≤ 1\n"""\n\n\ndef f():\n    """y = Σ x"""\n'
    (problem,) = parse(text, "a.py").problems
    assert notes(text) == [(3, "The derivative is f'(x) = 1 - tanh²(x).")]
    assert problem.message.startswith("3 lines of the docstrings seem to hold a formula in plain text")


@pytest.mark.parametrize(
    "inside",
    [
        "x = 3, the default", "the angle α", "Example::\n\n        σ = 3\n", ">>> σ = 3",
        "\n    .. math::\n\n       y = σ²\n", "a :math:`σ = 1`",
    ],
)  # fmt: skip
def test_code_and_formulas_are_no_plain_text(inside):
    assert notes(f'def f():\n    """{inside}\n\n    The end.\n    """\n') == []


ESCAPED = st.sampled_from(
    [
        "x",
        "σ",
        "失",
        "\\\\alpha",
        "\\\\",
        "\\x41",
        "\\u03b1",
        "\\U0001d465",
        "\\101",
        "\\\n",
        "\\'",
        '\\"',
        "\\q",
        "_{",
        "^",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ESCAPED, max_size=12), st.lists(ESCAPED, max_size=6), st.sampled_from(["", "r", "u", "R"]))
def test_every_character_of_a_formula_stands_where_its_escape_is_written(inside, before, prefix):
    """Against Python's own reading of the string."""
    shown = "a" + "".join(inside) + "z"
    lead = "".join(before).replace("\\\n", "")
    text = f'def f():\n    {prefix}"""See {lead} |:math:`{shown}`|"""\n'
    with warnings.catch_warnings(action="ignore"):
        value = ast.literal_eval(f'{prefix}"""{shown}"""')
        spans = parse(text, "a.py").spans
        if [s.source for s in spans] != [value]:  # a line of a raw string goes on, or the roles beside one another join
            assert "\n" in value or "`" in value or "\\" in lead or "\\" in value
            return
        (span,) = spans
        document = parse(text, "a.py")
        start = text.index(":math:`") + len(":math:`")
        place = start
        for number, character in enumerate(value):
            at = document.extent(span.inner_start + number, span.inner_start + number + 1)
            lines = text.split("\n")
            first = sum(len(s) + 1 for s in lines[: at.line - 1]) + at.column - 1
            last = sum(len(s) + 1 for s in lines[: at.end_line - 1]) + at.end_column
            written = text[first:last]
            assert ast.literal_eval(f'{prefix}"""{written} """')[:-1] == character
            assert first >= place
            assert text[place:first] in ("", "\\\n" * ((first - place) // 2))
            place = last
