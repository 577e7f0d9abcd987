"""Networks in files: .npz archives of plain numbers, written whole or not at all; nothing in them is executed.

The archive has ``symnn.json`` (format version, description, seed) and an array for each W and b.  Reading checks the
version, the names, the sizes of the members against the description before anything is unpacked, and every number.
"""

from __future__ import annotations

import glob
import json
import os
import secrets
import time
import zipfile
from contextlib import suppress
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from symnn.network.activations import MODES
from symnn.network.description import Description, counted
from symnn.network.model import DTYPES, Network

try:
    import fcntl
except ImportError:  # pragma: no cover  (Windows: nothing is removed)
    fcntl = None  # type: ignore[assignment]

VERSION = 1
ABOUT = "symnn.json"
LARGEST = 1 << 20  # bytes of the description
DAMAGE = (
    zipfile.BadZipFile, OSError, ValueError, KeyError, TypeError, EOFError, NotImplementedError, RuntimeError,
    OverflowError, MemoryError,
)  # fmt: skip
LEFT = 60.0  # seconds without a write after which a file that nobody holds was left behind
HEADER = 4096  # bytes that a member may have beside its numbers


class StorageError(ValueError):
    """The file holds no network that can be read; the message says why."""


def save(net: Network, path: str | PathLike[str]) -> None:
    """Writes the network to exactly this path: to a new file beside it, which then takes its place.

    The state of an optimiser (momentum, the moments of Adam) and of a schedule is not in it: ``fit`` starts afresh.

    A process that was killed while it saved leaves ".NAME.….part" beside NAME; the next save to NAME that is a minute
    later removes it.  A device is written to.  ``StorageError``, and no change, when a parameter is not finite:
    ``load`` would refuse it.
    """
    target = Path(path).resolve()
    if not target.parent.is_dir():
        raise FileNotFoundError(f"{os.fspath(path)} is not written: there is no folder {Path(path).parent}")
    for name, array in _arrays(net).items():
        if not np.isfinite(array).all():
            raise StorageError(f"{target} is not written: {name} is not finite, and the file could not be loaded")
    if target.exists() and not target.is_file():
        packed = BytesIO()
        _write(net, packed)
        target.write_bytes(packed.getvalue())
        return
    part = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            with suppress(OSError):  # a file system without locks: the time of the last write is left
                _lock(file)
            if target.exists():
                os.chmod(part, target.stat().st_mode & 0o777)
            _write(net, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    _remove_parts(target)


def _lock(file: IO[bytes]) -> None:
    """Holds the file until it is closed, or the process ends; ``OSError`` if another one holds it."""
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove_parts(target: Path) -> None:
    """Removes what saves to this path left behind that were killed: old, and held by nobody."""
    if fcntl is None:
        return
    for part in target.parent.glob(f".{glob.escape(target.name)}.{'[0-9a-f]' * 16}.part"):
        with suppress(OSError), part.open("rb") as file:  # in use, or not ours: it stays
            _lock(file)
            if time.time() - part.stat().st_mtime > LEFT:
                part.unlink()


def _write(net: Network, file: IO[bytes]) -> None:
    about = {
        "format": "symnn network",
        "version": VERSION,
        "dtype": net.dtype.name,
        "seed": net.seed,
        "mode": net.mode,
        "epochs": net.epochs,
        "description": net.description.to_json(),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(ABOUT, json.dumps(about))
        for name, array in _arrays(net).items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                npy.write_array(member, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)


def load(path: str | PathLike[str]) -> Network:
    """The network of a file that ``save`` wrote.

    ``FileNotFoundError`` and the like as they come; ``StorageError`` when the file is something else, truncated, of
    another version, or holds numbers that are not finite.
    """
    name = os.fspath(path)
    with open(name, "rb") as file:
        try:
            with zipfile.ZipFile(file) as archive:
                return _network(archive, name)
        except StorageError:
            raise
        except DAMAGE as error:
            raise StorageError(f"{name} is no network that symnn saved, or it is damaged: {error}") from error


def _network(archive: zipfile.ZipFile, name: str) -> Network:
    about = _about(archive, name)
    description = Description.from_json(about["description"])
    if about["mode"] not in MODES or about["dtype"] not in DTYPES:
        raise StorageError(f"{name}: mode {about['mode']!r} and dtype {about['dtype']!r} are not known")
    width = np.dtype(about["dtype"]).itemsize
    members = {i.filename: i for i in archive.infolist()}
    whole = os.stat(archive.fp.fileno()).st_size if archive.fp is not None else 0
    sizes = {
        f"{n}{k}.npy": size * width
        for k, d in enumerate(description.layers, 1)
        for n, size in (("W", d.inputs * d.outputs), ("b", d.outputs))
    }
    if set(members) != {ABOUT, *sizes} or len(archive.infolist()) != len(members):
        raise StorageError(f"{name}: its members are not those of a network with {len(description.layers)} layers")
    for member, size in sizes.items():
        info = members[member]
        stored = info.compress_type == zipfile.ZIP_STORED and info.file_size == info.compress_size <= whole
        if not stored or not size < info.file_size <= size + HEADER:
            raise StorageError(f"{name}: {member} has {info.file_size} bytes, but its layer needs {size} and a header")
    net = Network(description, about["dtype"], about["seed"], about["mode"], draw=False)
    for key, own in _arrays(net).items():
        with archive.open(f"{key}.npy") as packed:
            array = npy.read_array(packed, allow_pickle=False)
            rest = packed.read(1)  # to the end, so that the check sum of the member is compared
        if rest or array.shape != own.shape or array.dtype != own.dtype or not np.isfinite(array).all():
            raise StorageError(
                f"{name}: {key} has to be {own.dtype} {own.shape}, finite; it is {array.dtype} {array.shape}"
            )
        own[...] = array
    net.epochs = counted(about["epochs"] + 1, "epochs") - 1
    return net


def _about(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    try:
        info = archive.getinfo(ABOUT)
    except KeyError:
        raise StorageError(f"{name} is no network that symnn saved: {ABOUT} is not in it") from None
    if info.file_size > LARGEST or info.compress_type != zipfile.ZIP_STORED:
        raise StorageError(f"{name}: {ABOUT} has {info.file_size} bytes; at most {LARGEST} are read, not compressed")
    about = json.loads(archive.read(info))
    if not isinstance(about, dict) or about.get("format") != "symnn network":
        raise StorageError(f"{name} is no network that symnn saved")
    if about.get("version") != VERSION:
        raise StorageError(
            f"{name} has the format version {about.get('version')!r}, this symnn reads {VERSION}: "
            "use the symnn that saved it"
        )
    return about


def _arrays(net: Network) -> dict[str, Any]:
    return {f"{n}{k}": a for k, layer in enumerate(net.parameters, 1) for n, a in zip("Wb", layer, strict=True)}


__all__ = ["StorageError", "load", "save"]
