"""Terms of hyperparameter search."""

from core.glossary.term import Term

SEARCH = (
    Term(
        "Hyperparameter search",
        "Many trainings with different settings, to find settings that do well.",
        also=("Search",),
    ),
    Term(
        "Settings to search",
        "The hyperparameters that may vary. Two to four are plenty: each more needs more trials "
        "to tell what it does.",
        also=("Hyperparameters",),
    ),
    Term(
        "Trial",
        "One ordinary training with one set of values, compared by its best validation accuracy.",
        also=("Trials",),
    ),
    Term("Parallel trials", "How many trials may run or wait together."),
    Term("Best validation accuracy", "The highest validation accuracy of all trials so far."),
    Term(
        "Pruned",
        "Ended early, because at the same epoch it was below the median of the others.",
        also=("Pruning",),
    ),
    Term(
        "TPE",
        "Tree-structured Parzen estimator: draws more often where the good trials so far are "
        "denser than the others (Bergstra and others 2011).",
    ),
    Term(
        "Importance",
        "The share of the differences in accuracy that goes back to a setting (fANOVA; Hutter, "
        "Hoos and Leyton-Brown 2014). It is about these ranges only, and rough with few trials.",
    ),
    Term(
        "Parallel coordinates",
        "A line for each trial through its settings to its validation accuracy.",
    ),
)
