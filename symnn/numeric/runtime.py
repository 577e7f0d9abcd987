"""What generated code calls: blocks, selection without branches, polynomials in cells, double-double exponents.

Every function here depends on NumPy alone; ``Compiled.source`` carries the ones that it needs as they stand here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

BLOCK = 8192
WIDE = 16 * BLOCK
HALVES = (0.125, 0.25, 0.5, 1.0, 2.0)
MAGIC = 1.5 * 2.0**41  # x + MAGIC is rounded to a multiple of 1/2048
LOWEST = int((np.array([MAGIC]) - 39.0).view(np.int64)[0])
MAGIC_SINGLE = 1.5 * 2.0**13  # in float32, x + MAGIC_SINGLE is rounded to a multiple of 1/1024
LOWEST_SINGLE = int((np.array([MAGIC_SINGLE], np.float32) - np.float32(15.0)).view(np.int32)[0])
FINE = 128
MAGIC_FINE = 1.5 * 2.0**45  # x + MAGIC_FINE is rounded to a multiple of 1/128
ZERO_FINE = int(np.array([MAGIC_FINE]).view(np.int64)[0])
NORMAL_SCALE = 0.3989422804014327 / 24.0  # 1/√(2π), by 24


def select(less: Any, then: Any, other: Any, out: Any) -> None:
    """``out`` = ``then`` where ``less`` holds, else ``other``, bit by bit: no branch to predict."""
    mask = less.astype(np.int64)
    np.negative(mask, out=mask)
    a, b = (np.asarray(v, dtype=np.float64).view(np.int64) for v in (then, other))
    np.bitwise_and(mask, np.bitwise_xor(a, b), out=mask)
    np.bitwise_xor(mask, b, out=out.view(np.int64))


def polynomials(u: Any, table: Any, start: float, width: float, out: Any, work: Any = None) -> None:
    """A function given by one polynomial a cell: cell i is start + [i, i+1]·width.

    ``table[j, i]`` is the coefficient of the j-th power of (u − middle)/width; outside the cells the value at their end
    is used.  The width is a power of two, so that u − middle is exact.  ``work`` may have room for two rows more than
    the table's.
    """
    terms, cells = table.shape
    if work is None or work.size < (terms + 2) * u.size:
        work = np.empty((terms + 2, u.size))
    work = work.reshape(-1)[: (terms + 2) * u.size].reshape(terms + 2, u.size)
    t, cell, rows = work[0], work[1].view(np.int64), work[2 : terms + 2]
    np.maximum(u, start, out=t)
    np.minimum(t, start + width * cells, out=t)
    if start == 0.0:
        t *= 1.0 / width
        np.floor(t, out=out)
        np.minimum(out, cells - 1.0, out=out)
        np.copyto(cell, out, casting="unsafe")
        t -= out
        t -= 0.5
    else:
        np.subtract(t, start, out=out)
        out *= 1.0 / width
        np.floor(out, out=out)
        np.minimum(out, cells - 1.0, out=out)
        np.copyto(cell, out, casting="unsafe")
        out *= width
        out += start + 0.5 * width
        t -= out
        t *= 1.0 / width
    table.take(cell, axis=1, out=rows, mode="clip")
    np.multiply(rows[-1], t, out=out)
    for row in rows[-2:0:-1]:
        out += row
        out *= t
    out += rows[0]


def normal_values(half_erfcx: Any) -> Any:
    """Φ(k/2048) for −39 ≤ k/2048 ≤ 8.5, from 0 to 1; the square of k/2048 is exact.

    y = erfcx(z)/2 at z + e, z + e = |c|/√2 to twice the digits: y + e·y′ with y′ = 2zy − 1/√π.  The sum of y and its
    product with e^{−c²/2} are pairs, so that three roundings are left.
    """
    c = np.arange(-79872, 17409) / 2048.0
    z, e = two_product(np.abs(c), 0.7071067811865476)
    e -= 4.833646656726457e-17 * np.abs(c)
    rest, table = np.empty(c.size), half_erfcx.copy()
    table[0] = 0.0
    polynomials(z, table, 0.0, 0.03125, rest)
    y = half_erfcx[0].take((z * 32.0).astype(np.int64), mode="clip")
    y, rest = two_sum(y, rest + e * (2.0 * z * (y + rest) - 0.5641895835477563))
    gauss = np.exp(-0.5 * (c * c))
    product, error = two_product(gauss, y)
    return np.abs((c >= 0.0) - (product + (error + gauss * rest)))


def normal_cdf(x: Any, gauss: Any, values: Any, out: Any, work: Any, tail: bool = False) -> None:
    """Φ(x) = Φ(c) + ∫ φ from c to x, c the multiple of 1/2048 next to x, t = x − c, v = t²/3 and y = t·x − v.

    ∫ φ = t·φ(x)·(1 + y/2 + y²/6 + (y³ − v·y)/24 + …), and what is left out is below 2^−53 of Φ(x) for x > −8, below
    2^−40 elsewhere.  ``gauss`` is e^{−x²/2}.  ``tail``: with + (y⁴/5 − 3v·y²/5 + y⁵/30)/24, and 2^−53 for x > −39.
    """
    t, cell, y, a = work[0], work[1].view(np.int64), work[2], work[3]
    np.add(x, MAGIC, out=t)
    bits = t
    if x.size and not np.minimum.reduce(x) > -MAGIC:  # there the difference of the bits has no room
        bits = np.maximum(t, MAGIC - 39.0, out=y)
    np.subtract(bits.view(np.int64), LOWEST, out=cell)
    values.take(cell, out=out, mode="clip")
    t -= MAGIC
    np.subtract(x, t, out=t)
    v = work[1]
    np.square(t, out=v)
    v *= 1.0 / 3.0
    np.multiply(x, t, out=y)
    y -= v
    if tail:
        np.multiply(1.0 / 30.0, y, out=a)
        a += 0.2
        a *= y
        a += 1.0
        a *= y
        a += 4.0
        a *= y
        a -= v
        v *= y
        v *= 0.6
    else:
        np.add(4.0, y, out=a)
        a *= y
    a -= v
    a += 12.0
    a *= y
    a += 24.0
    t *= a
    t *= gauss
    t *= NORMAL_SCALE
    out += t


def normal_cdf_single(x: Any, gauss: Any, values: Any, out: Any, work: Any) -> None:
    """The same in float32 with multiples of 1/1024 from −15 on and ∫ φ = t·φ(x)·(1 + t·x/2).

    What is left out is below 2^−24 of Φ(x).  Outside the table Φ is 0 or 1, and ``gauss`` makes the rest vanish.
    """
    t, cell, y = work[0], work[1:3].reshape(-1).view(np.int64), work[3]
    np.add(x, MAGIC_SINGLE, out=t)
    np.copyto(cell, t.view(np.int32))
    cell -= LOWEST_SINGLE
    values.take(cell, out=out, mode="clip")
    t -= MAGIC_SINGLE
    np.subtract(x, t, out=t)
    np.multiply(x, t, out=y)
    y *= 12.0 * NORMAL_SCALE
    y += 24.0 * NORMAL_SCALE
    y *= t
    y *= gauss
    out += y


def error_function(u: Any, ratio: Any, half_erfcx: Any, half_width: float, out: Any) -> None:
    """erf: u·(erf(u)/u) for |u| < 1, else ±(1 − e^{−u²}·erfcx(|u|))."""
    size = np.abs(u)
    near, far = np.empty_like(size), np.empty_like(size)
    polynomials(size, ratio, 0.0, 0.0625, near)
    near *= u
    polynomials(size, half_erfcx, 0.0, half_width, far)
    far *= -2.0 * np.exp(-size * size)
    far += 1.0
    np.copysign(far, u, out=far)
    select(np.less(size, 1.0), near, far, out)


def two_product(a: Any, b: Any) -> tuple[Any, Any]:
    """a·b as the rounded product and its exact error (Dekker 1971; for |a|, |b| < 2^900)."""
    p = a * b
    c = 134217729.0 * a
    a1 = c - (c - a)
    a2 = a - a1
    c = 134217729.0 * b
    b1 = c - (c - b)
    b2 = b - b1
    return p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2


def two_sum(a: Any, b: Any) -> tuple[Any, Any]:
    """a + b as the rounded sum and its exact error (Knuth)."""
    s = a + b
    v = s - a
    return s, (a - (s - v)) + (b - v)


def exact_polynomial(x: Any, coefficients: Sequence[tuple[float, float]]) -> tuple[Any, Any]:
    """A polynomial in double-double arithmetic by Horner; the highest coefficient comes first."""
    high, low = np.full_like(x, coefficients[0][0]), np.full_like(x, coefficients[0][1])
    for c, e in coefficients[1:]:
        p, error = two_product(high, x)
        high, rest = two_sum(p, c)
        low = low * x + (error + rest + e)
    total = high + low
    return total, (high - total) + low


def exact_exp(x: Any, coefficients: Sequence[tuple[float, float]]) -> Any:
    """e^{p(x)}: the low part of the exponent as a factor 1 + low."""
    if len(coefficients) == 3 and coefficients[1:] == [(0.0, 0.0), (0.0, 0.0)] and abs(coefficients[0][0]) in HALVES:
        c = coefficients[0][0]
        head = x.astype(np.float32).astype(np.float64)  # its square is exact
        return np.exp(c * (head * head)) * np.exp(c * ((x - head) * (x + head)))
    high, low = exact_polynomial(x, coefficients)
    e = np.exp(high)
    return e + e * low


def exponential_values(first: int, last: int, exponent: Sequence[tuple[float, float]]) -> Any:
    """e^{p(k/128)} for k = first … last."""
    with np.errstate(under="ignore"):
        return exact_exp(np.arange(first, last + 1) / FINE, exponent)


def exponential(x: Any, values: Any, first: int, coefficients: Sequence[float], out: Any, work: Any) -> None:
    """e^{p(x)} = e^{p(c)}·(1 + expm1(t·q)), c the multiple of 1/128 next to x, t = x − c, q = (p(x) − p(c))/t.

    ``values`` is the table of e^{p(c)}, from ``first``/128 on; beyond its ends it goes on as a constant.
    """
    near, c, q, b = work[0], work[1], work[2], work[3]
    np.maximum(x, first / FINE, out=near)
    np.minimum(near, (first + values.size - 1) / FINE, out=near)
    np.add(near, MAGIC_FINE, out=q)
    np.subtract(q.view(np.int64), ZERO_FINE + first, out=c.view(np.int64))
    values.take(c.view(np.int64), out=out, mode="clip")
    np.subtract(q, MAGIC_FINE, out=c)
    lead = coefficients[0]
    for k, a in enumerate(coefficients[1:-1]):  # Horner's scheme of p, and of its difference
        np.multiply(lead if k == 0 else b, c, out=b)
        if a:
            b += a
        np.multiply(lead if k == 0 else q, near, out=q)
        q += b
    near -= c
    near *= q if len(coefficients) > 2 else lead
    np.expm1(near, out=near)
    near *= out
    out += near


def run(
    program: Callable[..., None],
    count: int,
    x: Any,
    outs: Sequence[Any],
    parameters: Sequence[Any] = (),
    scratch: Any = None,
    far: Callable[..., None] | None = None,
) -> None:
    """Runs a block program over flat float64 data; ``outs`` may be float32 or strided.

    ``far`` mends what few arguments need, after the program and for many blocks at once.

    ``scratch`` is float64 work space that the caller keeps: a row for each of ``count``, x and ``outs``, each as long
    as a block or as x if that is shorter.
    """
    n = x.shape[0]
    size = min(n, BLOCK)
    if size == 0:
        return
    plain = x.dtype == np.float64 and all(o.dtype == np.float64 and o.flags.c_contiguous for o in outs)
    if plain and n <= BLOCK and not parameters:
        work = np.empty((count, n)) if scratch is None else scratch[: count * n].reshape(count, n)
        with np.errstate(all="ignore"):
            program(x, *outs, work)
            if far is not None:
                far(x, *outs, work)
        return
    total = count + 1 + len(outs)
    if scratch is None:
        scratch = np.empty(total * size)
    with np.errstate(all="ignore"):
        for start in range(0, n, BLOCK):
            stop = min(start + BLOCK, n)
            m = stop - start
            rows = scratch[: total * m].reshape(total, m)
            work = rows[1 + len(outs) :]
            here, targets = x[start:stop], [o[start:stop] for o in outs]
            values = [p if np.ndim(p) == 0 else p[start:stop] for p in parameters] if parameters else ()
            if plain:
                program(here, *targets, *values, work)
                if far is not None and (stop == n or stop % WIDE == 0):
                    first = (stop - 1) // WIDE * WIDE
                    far(x[first:stop], *[o[first:stop] for o in outs], work)
                continue
            rows[0] = here
            program(rows[0], *rows[1 : 1 + len(outs)], *values, work)
            if far is not None:
                far(*rows[: 1 + len(outs)], work)
            for k, target in enumerate(targets):
                target[...] = rows[1 + k]
