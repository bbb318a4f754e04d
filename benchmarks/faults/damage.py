"""One damage to one file, or to one field of it, as a random generator draws it."""

import io
import json
import math
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

_LONG = 100_000
_DEEP = 3_000
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 1.5, -0.0, 2**31, 10**400, 1e308, 5e-324),
    *(math.nan, math.inf, -math.inf),
    *("", "text", "0", "null", "x" * _LONG, "\ud800", "\x00", "../../outside", "<b>`$x$`"),
    *("2026-01-01T00:00:00+02:00", "2026-01-01T00:00:00Z", "2026-13-45", "0001-01-01", "mnist"),
    *([], [None], [1, 2, 3], {}, {"a": {"b": [1]}}),
)

Damage = Callable[[Path, random.Random], str]


def damage(folder: Path, rng: random.Random) -> str:
    """Damage one file beneath `folder` and say which and how."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    path = rng.choice(files)
    kinds = [*_OF_ANY_FILE, *_OF_KIND.get(path.suffix, ()) * 4]
    return f"{path.relative_to(folder)}: {rng.choice(kinds)(path, rng)}"


def _truncated(path: Path, rng: random.Random) -> str:
    data = path.read_bytes()
    kept = rng.randrange(max(1, len(data)))
    path.write_bytes(data[:kept])
    return f"cut to {kept} bytes"


def _emptied(path: Path, _rng: random.Random) -> str:
    path.write_bytes(b"")
    return "empty"


def _noise(path: Path, rng: random.Random) -> str:
    path.write_bytes(rng.randbytes(rng.choice((1, 100, 10_000))))
    return "random bytes"


def _flipped(path: Path, rng: random.Random) -> str:
    data = bytearray(path.read_bytes())
    bits = rng.choice((1, 8, 64))
    for _ in range(bits if data else 0):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)
    return f"{bits} bits flipped"


def _missing(path: Path, _rng: random.Random) -> str:
    path.unlink()
    return "missing"


def _folder(path: Path, _rng: random.Random) -> str:
    path.unlink()
    path.mkdir()
    return "a folder"


def _link(path: Path, _rng: random.Random) -> str:
    path.unlink()
    path.symlink_to(path)
    return "a link to itself"


def _other(path: Path, rng: random.Random) -> str:
    others = [other for other in path.parent.iterdir() if other.is_file() and other != path]
    if not others:
        return _emptied(path, rng)
    source = rng.choice(sorted(others))
    shutil.copyfile(source, path)
    return f"what {source.name} holds"


def _field(path: Path, rng: random.Random) -> str:
    data = json.loads(path.read_text(encoding="utf-8"))
    said = _change_field(data, rng)
    path.write_text(json.dumps(data), encoding="utf-8")
    return said


def _document(path: Path, rng: random.Random) -> str:
    text = rng.choice(("null", "[]", "1", '"text"', "{}", "{", "[" * _DEEP + "]" * _DEEP))
    path.write_text(text, encoding="utf-8")
    return f"holds {text[:9]}"


def _line(path: Path, rng: random.Random) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    at = rng.randrange(len(lines))
    record = json.loads(lines[at])
    said = _change_field(record, rng)
    lines[at] = json.dumps(record)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return f"line {at + 1}: {said}"


def _lines(path: Path, rng: random.Random) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    what = rng.choice(("reversed", "twice", "without breaks", "a line of no object", "gaps"))
    changed = {
        "reversed": lines[::-1],
        "twice": lines * 2,
        "without breaks": ["".join(lines)],
        "a line of no object": [*lines, rng.choice(("[]", "7", "null", "{", '{"step": 1}'))],
        "gaps": [line for kept in lines for line in ("", kept, "")],
    }[what]
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")
    return what


def _arrays(path: Path, rng: random.Random) -> str:
    with np.load(path) as file:
        arrays = dict(file)
    name = rng.choice(sorted(arrays))
    said, arrays[name] = _other_array(arrays[name], rng)
    if rng.random() < 0.2:
        said = "gone"
        del arrays[name]
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    path.write_bytes(buffer.getvalue())
    return f"{name} {said}"


def _array(path: Path, rng: random.Random) -> str:
    said, array = _other_array(np.load(path), rng)
    buffer = io.BytesIO()
    np.save(buffer, array)
    path.write_bytes(buffer.getvalue())
    return said


def _other_array(array: Any, rng: random.Random) -> tuple[str, Any]:  # noqa: ANN401
    what = rng.choice(("shorter", "of one more axis", "of objects", "of text", "NaN", "empty"))
    changed: dict[str, Callable[[], Any]] = {
        "shorter": lambda: array[: len(array) // 2] if array.ndim else array.reshape(1),
        "of one more axis": lambda: array[..., None],
        "of objects": lambda: np.array([{"a": 1}, None], dtype=object),
        "of text": lambda: array.astype(str),
        "NaN": lambda: np.full(array.shape, np.nan),
        "empty": lambda: array.reshape(-1)[:0],
    }
    return what, changed[what]()


def _change_field(data: Any, rng: random.Random) -> str:  # noqa: ANN401
    """Change one field, at any depth, and say which and to what."""
    holder, key, name = rng.choice(list(_fields(data, "")))
    match rng.choice(("value", "value", "value", "missing", "extra")):
        case "missing":
            del holder[key]
            return f"{name} missing"
        case "extra" if isinstance(holder, dict):
            holder["unknown"] = 1
            return f"a field more beside {name}"
        case _:
            holder[key] = rng.choice(_VALUES)
            return f"{name} = {ascii(holder[key])[:40]}"


def _fields(data: Any, name: str) -> list[tuple[Any, Any, str]]:  # noqa: ANN401
    if not isinstance(data, dict | list):
        return []
    keys = list(data) if isinstance(data, dict) else range(len(data))
    here = [(data, key, f"{name}.{key}".strip(".")) for key in keys]
    return [*here, *(deep for _, key, said in here for deep in _fields(data[key], said))]


_OF_ANY_FILE: tuple[Damage, ...] = (
    *(_truncated, _emptied, _noise, _flipped, _missing, _folder, _link, _other),
)
_OF_KIND: dict[str, tuple[Damage, ...]] = {
    ".json": (_field, _field, _field, _document),
    ".jsonl": (_line, _line, _lines),
    ".npz": (_arrays,),
    ".npy": (_array,),
}
