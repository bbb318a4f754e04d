"""A search and its folder, `searches/ID` beside the runs: the one channel to all who watch it.

search.json   what was asked for; never changes
trials.json   how far it is: its state and every trial (written by whoever drives the search)
stop          there when someone wants the search to end
driver.lock   held by the process that drives it
"""

import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from core.config.setting import Value
from core.config.train_config import TrainConfig
from core.data import Dataset
from core.errors import DigitLabError
from core.files.ids import is_id
from core.files.json_files import read_json, write_json
from core.files.storage import writing
from core.search.ranges import Ranges, checked, from_dict
from core.search.trials import Progress, progress_from_dict, text

MAX_TRIALS = 200
MAX_AT_ONCE = 8
DRIVER_LOCK = "driver.lock"
_FOLDER = "searches"
_MAX_BYTES = 8 << 20  # of a file; ten times that of the largest search
_DAMAGES = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Digits:
    """Which digits a search is made for, without the digits; see `core.data.Dataset`."""

    name: str
    title: str
    fingerprint: str


@dataclass(frozen=True)
class Search:
    """What was asked for. `at_once` is how many trials may wait or run together.

    `user` is who asked for it, as in `core.runs.run.RunInfo`; so are its trials' runs.

    Raises `DigitLabError` for what cannot be searched.
    """

    id: str
    folder: Path
    base: TrainConfig
    ranges: Ranges
    trials: int
    at_once: int
    seed: int
    digits: Digits
    created: datetime
    user: str | None = None

    def __post_init__(self) -> None:
        _check_whole("number of trials", self.trials, 1, MAX_TRIALS)
        _check_whole("number of trials at once", self.at_once, 1, MAX_AT_ONCE)
        _check_whole("seed of a search", self.seed, 0, 2**31 - 1)
        if not self.ranges:
            raise DigitLabError("Choose at least one setting to search, and its range.")

    @property
    def title(self) -> str:
        """A name for people."""
        return f"{self.base.network_title}, {self.created:%d %b %H:%M:%S}"

    def config(self, settings: Mapping[str, Value]) -> TrainConfig:
        """Return the base with the values of a trial; raise `DigitLabError` if they conflict."""
        return TrainConfig.from_dict({**self.base.to_dict(), **settings})

    def progress(self) -> Progress:
        """Return how far the search is; raise `DigitLabError` when its file is damaged."""
        path = self.folder / "trials.json"
        if not path.exists():
            return Progress()
        try:
            return progress_from_dict(_read(path), self.ranges)
        except _DAMAGES as error:
            raise DigitLabError(f"{path} is damaged: {error!r}. Delete its folder.") from error

    def write_progress(self, progress: Progress) -> None:
        """Replace what is known of the search; only the process that drives it may."""
        write_json(self.folder / "trials.json", progress.to_dict())

    def request_stop(self) -> None:
        """Ask for the search to end: waiting trials are cancelled, running ones stopped."""
        (self.folder / "stop").touch()

    @property
    def is_stopping(self) -> bool:
        """Whether someone asked for the search to end."""
        return (self.folder / "stop").exists()

    def to_dict(self) -> dict[str, Any]:
        """Return what was asked for as plain data for JSON."""
        return {
            "base": self.base.to_dict(),
            "ranges": {name: given.to_dict() for name, given in self.ranges.items()},
            "trials": self.trials,
            "at_once": self.at_once,
            "seed": self.seed,
            "digits": asdict(self.digits),
            "created": self.created.isoformat(),
            "user": self.user,
        }


def create_search(
    root: Path,
    dataset: Dataset,
    base: TrainConfig,
    ranges: Ranges,
    trials: int,
    at_once: int = 1,
    user: str | None = None,
) -> Search:
    """Make the folder of a new search of `user` in the folder `root` of runs, and return it.

    Its seed is that of `base`. Raises `DigitLabError` for what cannot be searched.
    """
    now = datetime.now()
    search_id = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
    search = Search(
        search_id,
        root / _FOLDER / search_id,
        base,
        {name: checked(name, given) for name, given in ranges.items()},
        trials,
        at_once,
        base.seed,
        Digits(dataset.name, dataset.title, dataset.fingerprint),
        now,
        user,
    )
    with writing(search.folder / "search.json"):
        search.folder.mkdir(parents=True)
    write_json(search.folder / "search.json", search.to_dict())
    return search


def find_search(root: Path, search_id: str) -> Search:
    """Return the search called `search_id`; raise `DigitLabError` when there is none."""
    folder = root / _FOLDER / search_id if is_id(search_id) else None
    if folder is None or not (folder / "search.json").exists():
        raise DigitLabError(f"There is no search called {search_id[:64]!r}.")
    return read_search(folder)


def all_searches(root: Path, without: Collection[str] = ()) -> list[Search]:
    """Return the searches that can be read, the newest first, some ids left out."""
    searches = []
    for folder in search_folders(root):
        if folder.name not in without:
            with suppress(DigitLabError):  # one damaged folder must not take away all others
                searches.append(read_search(folder))
    return sorted(searches, key=lambda search: search.created, reverse=True)


def search_folders(root: Path) -> list[Path]:
    """Return the folders of all searches beside the runs in `root`, in no order."""
    folders = (path.parent for path in (root / _FOLDER).glob("*/search.json"))
    return [folder for folder in folders if is_id(folder.name)]


def read_search(folder: Path) -> Search:
    """Return the search in `folder`; raise `DigitLabError` when it holds none that can be read."""
    try:
        data = _read(folder / "search.json")
        return Search(
            folder.name,
            folder,
            TrainConfig.from_dict(data["base"]),
            {name: from_dict(name, given) for name, given in data["ranges"].items()},
            data["trials"],
            data["at_once"],
            data["seed"],
            Digits(*(text(data["digits"][key]) for key in ("name", "title", "fingerprint"))),
            datetime.fromisoformat(data["created"]).replace(tzinfo=None),
            None if data.get("user") is None else text(data["user"]),
        )
    except _DAMAGES as error:
        raise DigitLabError(f"{folder} holds a damaged search: {error!r}. Delete it.") from error


def _read(path: Path) -> dict[str, Any]:
    with suppress(FileNotFoundError):
        if path.stat().st_size > _MAX_BYTES:
            raise DigitLabError(f"{path} is far too large for a search. Delete its folder.")
    return read_json(path)


def _check_whole(what: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise DigitLabError(f"The {what} must be from {low} to {high}, not {value!r:.40}.")
