"""The page of runs: all of them, the filter, one closely, several side by side."""

import shutil
import time
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from core.config.train_config import TrainConfig
from core.data import load_named
from core.files.json_files import append_line, read_json, write_json
from core.runs.owner import Owner
from core.runs.run import Run
from core.runs.status import State, Status
from pages.ui import cache
from tests.pages.conftest import in_address

HOSTILE = ["../../etc/passwd", "<script>", "-1", "٣", "%00", ",,,,", "a," * 5000, "pretrained,nope"]


@pytest.fixture
def runs() -> Iterator[list[Run]]:
    """Three completed runs that differ in their epochs and batch size, newest first."""
    made = []
    for epochs in (1, 2, 3):
        config = TrainConfig(architecture="dense", epochs=epochs, batch_size=2 ** (4 + epochs))
        run = cache.store().create(config, load_named("offline"))
        finish(run, test_accuracy=0.9 + 0.02 * epochs)
        made.insert(0, cache.store().get(run.id))
        time.sleep(0.005)
    yield made
    for run in made:
        shutil.rmtree(run.folder, ignore_errors=True)


def finish(run: Run, test_accuracy: float) -> None:
    """Leave what a training leaves, but no model."""
    shipped = read_json(cache.store().get("pretrained").folder / "result.json")
    outcome = shipped | {"test_accuracy": test_accuracy, "test_digits": 10_000}
    write_json(run.folder / "result.json", outcome)
    for step in (10, 20):
        shared = {"epoch": step / 20, "loss": 1.0, "accuracy": 0.5, "seconds": float(step)}
        append_line(run.folder / "steps.jsonl", shared | {"step": step})
    append_line(run.folder / "epochs.jsonl", shared | {"val_loss": 0.5, "val_accuracy": 0.9})
    run.write_status(Status(State.COMPLETED, total_steps=20, steps_per_epoch=20))


def table(app: AppTest) -> list[str]:
    """The titles in the table, from the top."""
    return app.dataframe[0].value["title"].tolist()


def headings(app: AppTest) -> list[str]:
    """The headings below the table."""
    return [heading.value.replace("\\", "") for heading in app.subheader]


def test_all_runs_with_what_differs(open_page, runs: list[Run]) -> None:
    """Newest first, the shipped one last; settings that are all the same have no column."""
    app = open_page("runs")
    shown = app.dataframe[0].value

    assert [] == list(app.exception)
    assert [*(run.title for run in runs), "Pretrained Deep CNN"] == table(app)[:3] + table(app)[-1:]
    assert [96.0, 94.0, 92.0] == pytest.approx(shown["test"].tolist()[:3])
    assert [3.0, 2.0, 1.0] == shown["epochs"].tolist()[:3]
    assert "architecture" not in shown  # the network says it
    app.text_input(key="runs_search").set_value(runs[0].id).run()
    alone = app.dataframe[0].value
    assert [runs[0].title] == alone["title"].tolist()
    assert {"epochs", "batch_size", "seed"}.isdisjoint(alone.columns)


def test_filter(open_page, runs: list[Run]) -> None:
    """Text, state and star leave exactly the runs that fit; nothing that fits is said."""
    runs[1].annotate(name="Wide kernel", starred=True)
    app = open_page("runs")
    app.text_input(key="runs_search").set_value("KERNEL").run()
    assert ["Wide kernel"] == table(app)
    app.text_input(key="runs_search").set_value("").run()
    app.toggle(key="runs_on_top").set_value(True).run()
    assert "Wide kernel" == table(app)[0]
    app.toggle(key="runs_starred").set_value(True).run()
    assert ["Wide kernel"] == table(app)
    app.button_group(key="runs_kinds").set_value(["failed"]).run()
    assert "No run is like that" in app.info[0].value


def test_table_keeps_its_place_when_a_training_begins(open_page, runs: list[Run]) -> None:
    """In another place the browser would show the new table above the old one, for a moment."""
    app = open_page("runs")
    at_rest = place_of_table(app)
    runs[0].write_status(Status(State.TRAINING, Owner.this_process(), total_steps=40))
    assert "Training" in app.run().dataframe[0].value["state"].iloc[0]
    assert at_rest == place_of_table(app)


def place_of_table(app: AppTest) -> tuple[int, ...]:
    """The way to the table: its index among the elements, after that of each block around it."""

    def ways(block: Block, way: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        for index, child in block.children.items():
            if isinstance(child, Block):
                yield from ways(child, (*way, index))
            elif child is app.dataframe[0]:
                yield (*way, index)

    return next(ways(app.main, ()))


def test_one_run_closely(open_page, runs: list[Run]) -> None:
    """A link to one run shows its figures, its curves and its settings."""
    app = open_page("runs", runs=runs[0].id)
    shown = {metric.label: metric.value for metric in app.metric}

    assert [] == list(app.exception)
    assert [runs[0].title] == headings(app)
    assert ("96.00 %", "99.67 %", "20 s") == (
        shown["Test accuracy"],
        shown["Validation accuracy"],
        shown["Time"],
    )
    settings = app.dataframe[1].value.set_index("Setting")["Value"]
    assert ("128", "3") == (settings["Batch size"], settings["Epochs"])


def test_shares_are_percentages(open_page, runs: list[Run]) -> None:
    """A setting that is a share is a number of hundredths in its column, so that it sorts."""
    config = TrainConfig(architecture="dense", dropout=0.28)
    other = cache.store().create(config, load_named("offline"))
    finish(other, test_accuracy=0.9)
    shown = open_page("runs").dataframe[0].value
    shutil.rmtree(other.folder)

    assert [28.0, 25.0] == shown["dropout"].tolist()[:2]


@pytest.mark.parametrize("page", ["runs", "train"])
def test_damaged_history_is_left_out(open_page, runs: list[Run], page: str) -> None:
    """Records without their numbers take neither the curves nor the figures of a run away."""
    for name in ("steps.jsonl", "epochs.jsonl"):
        for record in ({}, {"epoch": "x", "loss": None, "val_loss": [], "seconds": float("nan")}):
            append_line(runs[0].folder / name, record)
    app = open_page(page, **{"runs" if page == "runs" else "run": runs[0].id})

    assert [] == list(app.exception)
    assert 2 == len(app.get("vega_lite_chart"))
    shown = {metric.label: metric.value for metric in app.metric}
    assert ("96.00 %", "99.67 %") == (shown["Test accuracy"], shown["Validation accuracy"])


def test_picker_tells_runs_apart(open_page, runs: list[Run]) -> None:
    """In the list of runs each has its accuracy, and those alike the end of their id besides."""
    for run in runs[:2]:
        finish(run, test_accuracy=0.95)
        run.annotate(name="Mine")
    app = open_page("train", run=runs[1].id)
    (picker,) = [box for box in app.selectbox if box.label == "Run"]

    alike = [f"Mine · 95.00 % ({run.id[-8:]})" for run in runs[:2]]
    assert [*alike, f"{runs[2].title} · 92.00 %"] == list(picker.options)[:3]
    assert runs[1].id == picker.value


def test_several_side_by_side(open_page, runs: list[Run]) -> None:
    """A link to several runs shows which is best, and exactly what sets them apart."""
    app = open_page("runs", runs=",".join(run.id for run in runs))

    assert ["3 runs side by side"] == headings(app)
    scores, settings = app.dataframe[1].value, app.dataframe[2].value
    assert ["96.00 %", "94.00 %", "92.00 %"] == scores.loc["Test accuracy"].tolist()[1:]
    assert ["Epochs", "Batch size"] == settings.index.tolist()
    assert ["3", "2", "1"] == settings.loc["Epochs"].tolist()[1:]
    assert any("by more than chance" in text.value for text in app.markdown)


def test_difference_that_may_be_chance(open_page, runs: list[Run]) -> None:
    """Runs whose intervals overlap are not called better and worse."""
    finish(runs[1], test_accuracy=0.9605)
    app = open_page("runs", runs=f"{runs[0].id},{runs[1].id}")

    assert any("the difference may be chance" in text.value for text in app.markdown)


def test_name_note_and_star(open_page, runs: list[Run]) -> None:
    """What is typed is kept in the run's folder and shown at once, without any markup."""
    app = open_page("runs", runs=runs[0].id)
    app.text_input(key=f"name_{runs[0].id}").set_value("My *best* ![x](http://a/b.png)").run()
    app.text_area(key=f"note_{runs[0].id}").set_value("Two\nlines.").run()
    app.button(key="star").click().run()
    said = cache.store().get(runs[0].id).annotation

    assert ("My *best* ![x](http://a/b.png)", "Two\nlines.", True) == (
        said.name,
        said.note,
        said.starred,
    )
    assert said.name == table(app)[0]
    assert [said.name] == headings(app)
    assert "![x](" not in app.subheader[0].value


def test_name_of_someone_else_is_shown(open_page, runs: list[Run]) -> None:
    """A name given in another window is not overwritten by the one this window showed."""
    app = open_page("runs", runs=runs[0].id)
    runs[0].annotate(name="Theirs")
    app.button(key="star").click().run()

    assert "Theirs" == app.text_input(key=f"name_{runs[0].id}").value
    assert "Theirs" == cache.store().get(runs[0].id).annotation.name


def test_delete_asks_and_then_deletes(open_page, runs: list[Run]) -> None:
    """The question names the runs; after it they are gone, and no longer in the address."""
    app = open_page("runs", runs=f"{runs[0].id},{runs[1].id}")
    app.button(key="delete").click().run()
    assert all(run.folder.exists() for run in runs)
    asked = next(text.value for text in app.markdown if "Nothing brings them back" in text.value)
    assert all(run.title in asked.replace("\\", "") for run in runs[:2])
    app.button(key="delete_yes").click().run()

    assert [False, False, True] == [run.folder.exists() for run in runs]
    assert "runs" not in in_address(app)


@pytest.mark.parametrize("which", ["pretrained", "active"])
def test_what_cannot_be_deleted(open_page, runs: list[Run], which: str) -> None:
    """The shipped run and one at work have no button to delete them with."""
    runs[0].write_status(Status(State.TRAINING, Owner.this_process(), total_steps=40))
    run_id = "pretrained" if which == "pretrained" else runs[0].id
    app = open_page("runs", runs=run_id)
    keys = {button.key: button for button in app.button}

    assert "delete" not in keys or keys["delete"].disabled
    if which == "active":
        assert "Training, 50 %" == app.dataframe[0].value["state"].tolist()[0]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_address_does_no_harm(open_page, runs: list[Run], value: str) -> None:
    """Whatever stands in the address, the table shows, and what is no run is forgotten."""
    app = open_page("runs", runs=value)

    assert [] == list(app.exception)
    assert runs[0].title == table(app)[0]
    kept = in_address(app).get("runs")
    assert kept == ("pretrained" if "pretrained" in value else None)


def test_more_than_eight_in_the_address(open_page, runs: list[Run]) -> None:
    """Eight runs are compared at most, however many are linked; doubles count once."""
    made = [cache.store().create(TrainConfig(), load_named("offline")) for _ in range(9)]
    ids = [run.id for run in made]
    app = open_page("runs", runs=",".join([ids[0], ids[0], *ids]))
    for run in made:
        run.write_status(Status(State.STOPPED))
        cache.store().delete(run)

    assert ["8 runs side by side"] == headings(app)
    assert "the first 8" in app.warning[0].value


def test_empty_store_says_what_to_do(open_page) -> None:
    """With nothing but the shipped run the page leads to the training."""
    for run in cache.store().runs():
        if run.id != "pretrained":
            cache.store().delete(run)
    app = open_page("runs")

    assert "You have not trained anything yet" in app.info[0].value
    assert ["Pretrained Deep CNN"] == table(app)


def test_many_runs_rerun_quickly(open_page, runs: list[Run]) -> None:
    """The figures of runs at rest are not read again for a rerun."""
    app = open_page("runs")
    app.run()
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        app.run()
        times.append(time.perf_counter() - begun)

    assert min(times) < 1.0  # AppTest included, on a busy machine
