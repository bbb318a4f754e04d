"""A wall clock that is stepped, and two processes that want to write one run.

The clock is stepped in a process that looks at another: there `time.time` and the time of boot,
from which psutil reckons when a process began, are off by seconds or days. What lives must be seen
alive, what has ended must not.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.app import PROJECT
from benchmarks.faults.outcome import Failure, Outcome, one_line
from benchmarks.faults.templates import make_templates, offline, train_command
from core.files.json_files import read_lines
from core.runs.folder import RunFile

_STEPS = (1.0, 1.5, 10.0, 60.0, 3600.0, 86400.0)
_TWO_WRITERS = 0.2  # share of the trials; each loads TensorFlow twice
_MORE_EPOCHS = 40

_STEPPED = """
import sys, time, psutil
shift = float(sys.argv[1])
now, system = time.time, psutil._psplatform
boot = system.boot_time
time.time = lambda: now() + shift
system.boot_time = lambda: boot() + shift
"""
_OWN = f"""{_STEPPED}
import json
from dataclasses import asdict
from pathlib import Path
from core.runs.owner import Owner
from core.runs.run import read_run
from core.runs.writer import sole_writer
with sole_writer(read_run(Path(sys.argv[2]))):
    print(json.dumps(asdict(Owner.this_process())), flush=True)
    sys.stdin.read()
"""
_LOOK = f"""{_STEPPED}
from pathlib import Path
from core.runs.run import read_run
print(read_run(Path(sys.argv[2])).status.state)
"""


def clocks(seeds: Sequence[int]) -> Outcome:
    """Step the clock, or let two processes go for one run, once for each of `seeds`."""
    if not seeds:
        return Outcome(0, ())
    failures = []
    with tempfile.TemporaryDirectory() as name:
        template = make_templates(Path(name) / "templates").runs[0]
        for seed in seeds:
            run = Path(name) / "runs" / f"run-{seed}"
            shutil.copytree(template, run)
            rng = random.Random(seed)
            trial = _two_writers(run) if rng.random() < _TWO_WRITERS else _step(run, rng)
            failures += [Failure(seed, one_line(fault)) for fault in trial]
    return Outcome(len(seeds), tuple(failures), f"steps of up to {max(_STEPS):g} s")


def _step(run: Path, rng: random.Random) -> Iterator[str]:
    step = rng.choice(_STEPS) * rng.choice((-1, 1))
    # Either who looks or who is looked at has begun before the step.
    own, look = rng.choice(((0.0, step), (step, 0.0)))
    owner = subprocess.Popen(
        [sys.executable, "-c", _OWN, str(own), str(run)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout is not None
    status = {"state": "training", "owner": json.loads(owner.stdout.readline())}
    (run / RunFile.STATUS).write_text(json.dumps(status), encoding="utf-8")
    if (state := _state(run, look)) != "training":
        yield f"a step of {step:+g} s made a living training look {state}"
    owner.kill()
    owner.wait()
    if (state := _state(run, look)) != "interrupted":
        yield f"after a step of {step:+g} s a training that was killed looks {state}"


def _state(run: Path, step: float) -> str:
    looked = subprocess.run(
        [sys.executable, "-c", _LOOK, str(step), str(run)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    return looked.stdout.strip() or one_line(looked.stderr)


def _two_writers(run: Path) -> Iterator[str]:
    """Two processes go on with one run at once: one does, the other is told why it cannot."""
    command = [*train_command()[:4], "--continue", run.name, f"--epochs={_MORE_EPOCHS}"]
    environment = offline(run.parent)
    both = [
        subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate()[1].strip() for process in both]
    statuses = sorted(process.returncode for process in both)
    if statuses != [0, 1] or not any(text.startswith("error: ") for text in said):
        yield f"two processes went on with one run and ended with {statuses}: {said}"
    epochs = [record["epoch"] for record in read_lines(run / RunFile.EPOCHS)]
    if epochs != list(range(1, _MORE_EPOCHS + 1)):
        yield f"two processes wrote one history: epochs {epochs}"
