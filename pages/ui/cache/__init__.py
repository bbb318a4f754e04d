"""What is kept in memory between reruns and shared by all sessions: nothing else caches."""

from pages.ui.cache.digits import (
    answer,
    class_summary,
    classifier,
    dataset,
    drawn,
    look_again_for_dataset,
)
from pages.ui.cache.evaluations import (
    attribution,
    error_causes,
    evaluation,
    evaluation_set,
    inspection,
    label_issues,
    neighbour_index,
    robustness,
    training_dynamics,
    validation_indices,
)
from pages.ui.cache.runs import (
    importances,
    jobs,
    run_summaries,
    searches,
    slowness,
    store,
    tend,
    wait,
)

__all__ = [
    "answer",
    "attribution",
    "class_summary",
    "classifier",
    "dataset",
    "drawn",
    "error_causes",
    "evaluation",
    "evaluation_set",
    "importances",
    "inspection",
    "jobs",
    "label_issues",
    "look_again_for_dataset",
    "neighbour_index",
    "robustness",
    "run_summaries",
    "searches",
    "slowness",
    "store",
    "tend",
    "training_dynamics",
    "validation_indices",
    "wait",
]
