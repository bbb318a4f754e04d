"""The pictures of a session that are read one after another, and how far that is.

What was read stays when the page runs again, is left or gets more files: nothing is read twice.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.inference.many import Given, Outcome, read_all
from core.inference.many.summary import Summary, summary_of
from core.runs.run import Run
from pages.ui.cache.versions import model_version
from pages.ui.predict.given_files import Key, count_of, pictures_of

_STATE = "pictures_being_read"
_SLICE = 1.0  # seconds that are read between two looks at the page


@dataclass
class Batch:
    """What was read of the uploaded files with one model, by file and name."""

    by: tuple[str, int, bool]  # run, version of its model, whether each picture is one digit
    outcomes: dict[Key, Outcome[Summary]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    stopped: bool = False
    _files: tuple[str, ...] = ()
    _origins: deque[str] = field(default_factory=deque)
    _coming: Iterator[Outcome[Summary]] = field(default_factory=lambda: iter(()))

    @property
    def is_done(self) -> bool:
        """Whether all of the files are read."""
        return self.finished.issuperset(self._files)

    @property
    def total(self) -> int:
        """How many pictures there are; a PDF's pages count as they come."""
        return max(sum(self.counts.values()), len(self.outcomes) + (not self.is_done))

    def look_at(self, files: Sequence[UploadedFile], run: Run) -> None:
        """Read on with these files: forget those that are gone, and add those that came."""
        ids = tuple(file.file_id for file in files)
        if ids == self._files:
            return
        self._files, self.stopped = ids, False
        self.outcomes = {key: told for key, told in self.outcomes.items() if key[0] in ids}
        self.counts = {file.file_id: self._count(file) for file in files}
        self.finished &= set(ids)
        self._origins.clear()
        self._coming = read_all(self._unread(files), run, summary_of, single=self.by[2])

    def read_on(self, seconds: float) -> Iterator[None]:
        """Read for a while; yields after each picture, when it is kept."""
        begun = monotonic()
        for outcome in self._coming:
            self.outcomes[self._origins.popleft(), outcome.name] = outcome
            yield
            if monotonic() - begun > seconds:
                return
        self.finished |= set(self._files)

    def _count(self, file: UploadedFile) -> int:
        return self.counts.get(file.file_id) or count_of(file)

    def _unread(self, files: Sequence[UploadedFile]) -> Iterator[Given]:
        for file in files:
            if file.file_id in self.finished:
                continue
            origin = file.file_id
            known = {name for file_id, name in self.outcomes if file_id == origin}
            for given in pictures_of(file, known.__contains__):
                self._origins.append(origin)
                yield given


def batch_of(files: Sequence[UploadedFile], run: Run, single: bool) -> Batch:
    """Return the session's batch for these files, a new one when another model is to read."""
    by = run.id, model_version(run), single
    batch: Batch | None = st.session_state.get(_STATE)
    if batch is None or batch.by != by:
        batch = st.session_state[_STATE] = Batch(by)
    batch.look_at(files, run)
    return batch


def read_on(batch: Batch) -> None:
    """Show how far it is and read on for a second, then run the page again, until all is read."""
    if batch.is_done:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(_share(batch), _words(batch))
        if batch.stopped:
            st.button(
                "Go on",
                icon=":material/play_arrow:",
                key="go_on",
                on_click=_set,
                args=(batch, False),
            )
            return
        st.button(
            "Stop", icon=":material/stop:", key="stop_reading", on_click=_set, args=(batch, True)
        )
    for _ in batch.read_on(_SLICE):
        bar.progress(_share(batch), _words(batch))  # where Streamlit ends a page that was left
    st.rerun()


def _set(batch: Batch, stopped: bool) -> None:
    batch.stopped = stopped


def _share(batch: Batch) -> float:
    return min(1.0, len(batch.outcomes) / batch.total)


def _words(batch: Batch) -> str:
    state = "Stopped" if batch.stopped else "Reading"
    return f"{state}: {len(batch.outcomes):,} of {batch.total:,} pictures"
