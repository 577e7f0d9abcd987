"""Libraries that some tests need, and networks exported to each."""

import pytest
from network_exports import in_jax, in_torch


@pytest.fixture
def torch():
    found = pytest.importorskip("torch", reason="the extra torch is not installed")
    found.set_num_threads(1)
    return found


@pytest.fixture
def jax():
    found = pytest.importorskip("jax", reason="the extra jax is not installed")
    before = found.config.jax_enable_x64
    found.config.update("jax_enable_x64", True)
    yield found
    found.config.update("jax_enable_x64", before)


@pytest.fixture(params=["torch", "jax"])
def run(request):
    request.getfixturevalue(request.param)
    return {"torch": in_torch, "jax": in_jax}[request.param]
