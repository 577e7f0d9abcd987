"""Files of networks: the same bits come back, a broken save leaves the old file, nothing hostile is executed."""

import io
import json
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import symnn
from symnn import Dense
from symnn.network import StorageError, storage

ROOT = Path(__file__).resolve().parents[2]


def made(seed=3, **keywords):
    layers = [Dense(4, 6, "elu", {"alpha": 0.5}), Dense(6, 1)]
    return symnn.network(layers, loss="huber", loss_parameters={"delta": 2.0}, seed=seed, weight_decay=0.1, **keywords)


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist()}


def written(path, parts, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "net.npz"
    made().save(path)
    return path


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_network_comes_back_bit_by_bit_and_trains_on_as_if_it_had_not_left(tmp_path, dtype):
    random = np.random.default_rng(0)
    x, y = random.normal(size=(30, 4)), random.normal(size=30)
    net = made(dtype=dtype, mode="accurate")
    net.fit(x, y, epochs=2)
    net.save(tmp_path / "a.npz")
    back = symnn.load_network(tmp_path / "a.npz")
    assert back.description == net.description
    assert (back.dtype, back.seed, back.mode, back.epochs) == (net.dtype, net.seed, net.mode, net.epochs)
    for n in (net, back):
        n.fit(x, y, epochs=2)
    assert all(
        (a == b).all()
        for one, two in zip(net.parameters, back.parameters, strict=True)
        for a, b in zip(one, two, strict=True)
    )


def test_the_file_is_an_archive_that_numpy_reads(saved):
    with np.load(saved, allow_pickle=False) as archive:
        assert archive["W1"].shape == (4, 6)


def test_the_path_is_taken_as_it_is_given(tmp_path):
    made().save(tmp_path / "model")
    assert [p.name for p in tmp_path.iterdir()] == ["model"]


KILLED = """
import os, sys
import symnn
from symnn import Dense
from symnn.network import storage
net = symnn.network([Dense(4, 6), Dense(6, 1)], loss="mse", seed=9)
os.fsync = lambda _: os._exit(9)  # the last thing before the new file takes its place
net.save(sys.argv[1])
"""


def test_a_kill_during_save_leaves_the_old_file_whole(saved):
    before = saved.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, saved], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == 9
    assert saved.read_bytes() == before
    assert symnn.load_network(saved).seed == 3


def test_a_save_that_fails_leaves_the_old_file_and_nothing_beside_it(saved, monkeypatch):
    before = saved.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.npy, "write_array", full)
    with pytest.raises(OSError, match="No space left"):
        made(seed=4).save(saved)
    assert saved.read_bytes() == before
    assert [p.name for p in saved.parent.iterdir()] == [saved.name]


def test_a_file_that_is_not_there_is_no_damaged_one(tmp_path):
    with pytest.raises(FileNotFoundError):
        symnn.load_network(tmp_path / "none.npz")


def test_every_truncation_is_refused(saved):
    whole = saved.read_bytes()
    for length in range(0, len(whole), 37):
        saved.write_bytes(whole[:length])
        with pytest.raises(StorageError, match="no network that symnn saved"):
            symnn.load_network(saved)


def test_a_flipped_bit_is_refused_or_outside_of_what_is_read(saved):
    whole, net = saved.read_bytes(), symnn.load_network(saved)
    for place in range(0, len(whole), 11):
        changed = bytearray(whole)
        changed[place] ^= 0x10
        saved.write_bytes(bytes(changed))
        try:
            back = symnn.load_network(saved)
        except StorageError:
            continue
        assert back.description == net.description
        assert all(
            (a == b).all()
            for one, two in zip(net.parameters, back.parameters, strict=True)
            for a, b in zip(one, two, strict=True)
        )


class Boom:
    def __reduce__(self):
        return os.system, ("touch executed",)


def npy(array, **keywords):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, **keywords)
    return file.getvalue()


def test_a_pickle_is_not_executed(saved, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    parts = members(saved)
    hostile = np.empty((1,), object)
    hostile[0] = Boom()
    for data in (npy(hostile, allow_pickle=True), pickle.dumps(Boom())):
        written(saved, parts | {"b2.npy": data})
        with pytest.raises(StorageError):
            symnn.load_network(saved)
    saved.write_bytes(pickle.dumps(Boom()))
    with pytest.raises(StorageError):
        symnn.load_network(saved)
    assert not (tmp_path / "executed").exists()


def about(parts, **changes):
    data = json.loads(parts["symnn.json"])
    return parts | {"symnn.json": json.dumps(data | changes)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: about(p, version=2), "has the format version 2, this symnn reads 1"),
        (lambda p: about(p, format="other"), "is no network that symnn saved"),
        (lambda p: about(p, mode="quick"), "mode 'quick'"),
        (lambda p: about(p, dtype="object"), "dtype 'object'"),
        (lambda p: about(p, seed=-1), "seed is a whole number"),
        (lambda p: about(p, epochs="many"), "damaged"),
        (lambda p: about(p, description={"layers": []}), "damaged"),
        (
            lambda p: about(p, description=json.loads(p["symnn.json"])["description"] | {"loss": "eval"}),
            "loss is one of",
        ),
        (lambda p: p | {"symnn.json": "[1"}, "damaged"),
        (lambda p: p | {"symnn.json": "[" * 100_000}, "damaged"),
        (lambda p: p | {"symnn.json": " " * (2 << 20)}, "at most"),
        (lambda p: {k: v for k, v in p.items() if k != "symnn.json"}, "symnn.json is not in it"),
        (lambda p: {k: v for k, v in p.items() if k != "W2.npy"}, "its members are not those"),
        (lambda p: p | {"extra.npy": b""}, "its members are not those"),
        (lambda p: p | {"W2.npy": npy(np.full((6, 1), np.nan))}, "finite"),
        (lambda p: p | {"W2.npy": npy(np.ones((1, 6)))}, "has to be float64 (6, 1)"),
        (lambda p: p | {"W2.npy": npy(np.ones((6, 1), ">f8"))}, "has to be float64"),
        (lambda p: p | {"W2.npy": npy(np.ones((9999, 1)))}, "but its layer needs 48"),
    ],
)
def test_a_file_that_says_something_else_is_refused(saved, change, message):
    written(saved, change(members(saved)))
    with pytest.raises(StorageError) as caught:
        symnn.load_network(saved)
    assert message in str(caught.value)


def test_sizes_that_only_the_description_claims_take_no_memory(saved):
    parts = members(saved)
    description = json.loads(parts["symnn.json"])["description"]
    description["layers"] = [[10**9, 10**9, "identity", {}]]
    written(
        saved,
        {k: v for k, v in about(parts, description=description).items() if k in ("symnn.json", "W1.npy", "b1.npy")},
    )
    with pytest.raises(StorageError, match="but its layer needs"):
        symnn.load_network(saved)


def test_compressed_members_are_refused(saved):
    written(saved, members(saved), zipfile.ZIP_DEFLATED)
    with pytest.raises(StorageError):
        symnn.load_network(saved)


def test_parameters_that_could_not_be_loaded_are_not_saved(saved):
    before = saved.read_bytes()
    net = made()
    net.parameters[1].weights[0] = np.inf
    with pytest.raises(StorageError, match="is not written: W2 is not finite"):
        net.save(saved)
    assert saved.read_bytes() == before
    assert [p.name for p in saved.parent.iterdir()] == [saved.name]


def test_saving_again_keeps_the_rights_of_the_file(saved):
    saved.chmod(0o600)
    made(seed=4).save(saved)
    assert saved.stat().st_mode & 0o777 == 0o600


def test_a_device_is_written_to_and_stays_a_device(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        made().save(pipe)
        data = os.read(reader, 1 << 16)
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert set(zipfile.ZipFile(io.BytesIO(data)).namelist()) == {"symnn.json", "W1.npy", "b1.npy", "W2.npy", "b2.npy"}


def test_the_next_save_removes_what_a_killed_one_left_and_nothing_else(saved):
    fcntl = pytest.importorskip("fcntl")
    left, new, held = (saved.with_name(f".{saved.name}.{digit * 16}.part") for digit in "012")
    other = saved.with_name(f".other.npz.{'0' * 16}.part")
    for part in (left, new, held, other):
        part.write_bytes(b"half of a network")
    for part in (left, held, other):
        os.utime(part, (0, 0))
    with held.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        symnn.load_network(saved).save(saved)
        assert [p.exists() for p in (left, new, held, other)] == [False, True, True, True]
