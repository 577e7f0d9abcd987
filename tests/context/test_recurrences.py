"""Definitions that go back to themselves one step earlier: no lint expands them without end."""

import symnn

TEXT = r"""Let $x_t \in \mathbb{R}$, $w \in \mathbb{R}$, $u \in \mathbb{R}$, $h_0 \in \mathbb{R}$, $q \in \mathbb{R}$.

$$h_t = \tanh(w h_{t-1} + u x_t)$$

$$E_t = \frac{1}{2} h_t^2$$

$$\frac{\partial E_t}{\partial q} = h_t$$

$$\frac{\partial E_t}{\partial w} = h_t \frac{\partial h_t}{\partial w}$$
"""


def test_a_recurrence_is_followed_once() -> None:
    report = symnn.verify(text=TEXT)
    assert {f.location.line for f in report.findings if f.code == "E423"} <= {7}
    assert len(report.claims) == 2


def test_numbered_names_are_followed_each() -> None:
    declared = r"Let $x \in \mathbb{R}$, $w_1 \in \mathbb{R}$, $w_2 \in \mathbb{R}$, $y \in \mathbb{R}$."
    body = r"$$z_1 = w_1 x$$" + "\n\n" + r"$$z_2 = w_2 \tanh(z_1)$$" + "\n\n" + r"$$J = \frac{1}{2} (z_2 - y)^2$$"
    slope = r"$$\frac{\partial J}{\partial w_1} = (z_2 - y) w_2 (1 - \tanh(z_1)^2) x$$"
    report = symnn.verify(text=f"{declared}\n\n{body}\n\n{slope}\n")
    assert not [f for f in report.findings if f.code == "E423"]
