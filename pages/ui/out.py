"""An evaluation as files to take along."""

import json

import streamlit as st

from core.analysis.export import plain_counts, predictions_csv
from core.analysis.judged import Judged
from core.data import Dataset
from core.training.runs import Run
from pages.ui import cache


def out(run: Run, dataset: Dataset, judged: Judged) -> None:
    """Offer the predictions and the metrics for download."""
    verdicts = cache.triage(run, dataset, judged)
    metrics = {
        "run": run.id,
        "dataset": dataset.name,
        "digits_of": judged.split,
        **judged.evaluation.to_dict(),
        "triage": plain_counts(verdicts),
    }
    st.markdown("Made anew from what is shown on this page.")
    with st.container(horizontal=True):
        st.download_button(
            "Predictions (CSV)",
            lambda: predictions_csv(judged, verdicts),
            file_name=f"{run.id}-predictions.csv",
            mime="text/csv",
            icon=":material/table:",
            key="predictions_csv",
            on_click="ignore",
            help="Number, label, prediction, ten probabilities and verdict of every digit.",
        )
        st.download_button(
            "Metrics (JSON)",
            json.dumps(metrics, indent=2),
            file_name=f"{run.id}-metrics.json",
            mime="application/json",
            icon=":material/data_object:",
            key="metrics_json",
            on_click="ignore",
            help="All figures of this page.",
        )
