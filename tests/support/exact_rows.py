"""Softmax and its kin of one row of floats in balls of 2400 bits, and the distance to them in ULP of the type."""

import numpy as np
from flint import arb, ctx

BITS = 2400  # differences of logits down to 1e-308, and their squares


def exact(function):
    """Runs a function with enough bits for every row of the tests."""

    def wrapped(*arguments):
        before, ctx.prec = ctx.prec, BITS
        try:
            return function(*arguments)
        finally:
            ctx.prec = before

    return wrapped


def number(value):
    return arb(float(value))


def total(terms):
    return sum(terms, arb(0))


@exact
def greatest_ulps(values, references, dtype):
    """The largest error; infinite where a value is not finite although the reference is."""
    info = np.finfo(dtype)
    worst = 0.0
    for value, reference in zip(np.ravel(values).tolist(), references, strict=True):
        middle = float(reference.mid())
        if not np.isfinite(value):
            worst = max(worst, 0.0 if value == middle else np.inf)
            continue
        if np.isnan(middle):
            return np.inf
        assert reference.rad() <= abs(reference) * arb(2) ** -50 + arb(2) ** -1140, "the reference has too few bits"
        exponent = int(np.frexp(abs(middle))[1]) if middle else -2000
        ulp = max(np.ldexp(1.0, exponent - 1 - info.nmant), float(info.smallest_subnormal))
        worst = max(worst, abs(float((arb(value) - reference).mid() / arb(float(ulp)))))
    return worst


def weights(row):
    """e^(x_j − m) and the place of m."""
    top = max(row)
    return [(number(x) - number(top)).exp() if x > -np.inf else arb(0) for x in row], list(row).index(top)


@exact
def softmax(row):
    e, _ = weights(row)
    whole = total(e)
    return [x / whole for x in e]


@exact
def log_softmax(row):
    e, top = weights(row)
    level = total(e[:top] + e[top + 1 :]).log1p()
    return [number(x) - number(row[top]) - level if x > -np.inf else arb("-inf") for x in row]


@exact
def softmax_product(row, upstream):
    e, top = weights(row)
    h = [number(g) - number(upstream[top]) for g in upstream]
    whole = total(e)
    inner = total(x * y for x, y in zip(e, h, strict=True)) / whole
    return [x * (y - inner) / whole for x, y in zip(e, h, strict=True)]


@exact
def log_softmax_product(row, upstream):
    e, top = weights(row)
    g = [number(x) for x in upstream]
    whole, upstream_sum = total(e), total(g)
    result = [(y * whole - x * upstream_sum) / whole for x, y in zip(e, g, strict=True)]
    tail, others = total(e[:top] + e[top + 1 :]), total(g[:top] + g[top + 1 :])
    result[top] = (g[top] * tail - others) / whole
    return result


@exact
def class_gradient(row, target):
    e, _ = weights(row)
    whole = total(e)
    result = [x / whole for x in e]
    result[target] = -total(e[:target] + e[target + 1 :]) / whole
    return result


@exact
def cross_entropy(row, target):
    return -total(number(y) * x for x, y in zip(log_softmax(row), target, strict=True) if y)


@exact
def divergence(prediction, target):
    pairs = [(number(p), number(y)) for p, y in zip(prediction, target, strict=True) if y]
    return total(y * (y / p).log() for p, y in pairs)


@exact
def scaled(row, factor):
    return [x * number(factor) for x in row]


@exact
def divided(row, count):
    return [x / number(count) for x in row]


@exact
def summed(values):
    return total(values)


def rows_of_logits(dtype, seed):
    """(name, matrix): scales from no difference to one that overflows, gaps, ties, subnormal probabilities, masks."""
    random = np.random.default_rng(seed)
    small, large = (1e-300, 1e300) if dtype == np.float64 else (1e-37, 1e37)
    for n in (1, 2, 3, 10, 47, 48, 300):
        count = max(2, min(6, 100 // n))
        for scale in (small, 1e-8, 0.1, 1, 5, 20, 100, 300, 700, 1500, large):
            yield f"{n} classes, scale {scale}", (random.normal(size=(count, n)) * scale).astype(dtype)
        gap = random.normal(size=(count, n))
        gap[:, 0] += random.uniform(-760, 760, count)
        yield f"{n} classes, a gap", gap.astype(dtype)
        yield f"{n} classes, far from 0", (random.normal(size=(count, n)) + 1e6).astype(dtype)
        sides = random.choice([-9.0, 9.0], (count, n)).astype(dtype)
        yield f"{n} classes, near ties", np.nextafter(np.full((count, n), 3.3, dtype), sides)
        low = -(10.0 ** random.uniform(-3, 2.875, (count, n)))
        low[:, -1] = 0.1
        yield f"{n} classes, subnormal", low.astype(dtype)
        masked = random.normal(size=(count, n)) * 5
        masked[:, 1:][random.random((count, n - 1)) < 0.5] = -np.inf
        yield f"{n} classes, masks", masked.astype(dtype)
