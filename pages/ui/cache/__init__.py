"""What is kept in memory between reruns and shared by all sessions: nothing else caches."""

from pages.ui.cache.digits import (
    answer,
    class_summary,
    classifier,
    dataset,
    drawn,
    look_again_for_dataset,
)
from pages.ui.cache.findings import (
    attribution,
    evaluation,
    inspection,
    judged,
    learning,
    neighbour_index,
    robustness,
    suspects,
    triage,
    validation_numbers,
)
from pages.ui.cache.trainings import (
    history,
    importances,
    jobs,
    overviews,
    searches,
    slowness,
    store,
    wait,
)

__all__ = [
    "answer",
    "attribution",
    "class_summary",
    "classifier",
    "dataset",
    "drawn",
    "evaluation",
    "history",
    "importances",
    "inspection",
    "jobs",
    "judged",
    "learning",
    "look_again_for_dataset",
    "neighbour_index",
    "overviews",
    "robustness",
    "searches",
    "slowness",
    "store",
    "suspects",
    "triage",
    "validation_numbers",
    "wait",
]
