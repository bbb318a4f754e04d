"""Pictures of a session that are read on and on: nothing is read twice, and nothing is lost."""

import io
from uuid import uuid4

from benchmarks.pictures import drawing
from core.runs.store import RunStore
from pages.ui.predict.batch import Batch
from tests.core.inference.test_many import zipped

PNG = drawing()


class File(io.BytesIO):
    """A file as the uploader gives it."""

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(data)
        self.name, self.file_id = name, str(uuid4())


def read_on(batch: Batch, pictures: int) -> None:
    """Read so many pictures, as if the page was then run anew."""
    reading = batch.read_on(seconds=1000)
    for _ in range(pictures):
        next(reading)


def test_more_files_go_on_where_it_was() -> None:
    """A ZIP that is half read is read on when another file comes; what went is forgotten."""
    run = RunStore().get("pretrained")
    batch = Batch((run.id, 0, True))
    archive = File("all.zip", zipped({f"{number}.png": PNG for number in range(4)}))
    batch.look_at([archive], run)
    assert 4 == batch.total
    read_on(batch, 2)
    first = dict(batch.outcomes)
    assert 2 == len(first)

    more = File("more.png", PNG)
    batch.look_at([archive, more], run)
    assert (5, False) == (batch.total, batch.is_done)
    for _ in batch.read_on(seconds=1000):
        pass
    assert batch.is_done
    assert 5 == len(batch.outcomes)
    assert all(batch.outcomes[key] is told for key, told in first.items())

    batch.look_at([more], run)
    assert batch.is_done
    assert ["more.png"] == [name for _, name in batch.outcomes]
