"""An evaluation as files to take along."""

import json

import streamlit as st

from core.analysis.evaluation_report import EvaluationReport, predictions_csv
from core.analysis.evaluation_sets import TITLES, EvaluationSet, SetName
from core.data import Dataset
from core.report import html_report
from core.runs.run import Run
from pages.ui import cache


def evaluation_export(run: Run, dataset: Dataset, judged: EvaluationSet) -> None:
    """Offer the report, the predictions and the metrics for download."""
    verdicts = cache.triage(run, dataset, judged)
    curves = cache.inspection(run, dataset).kept_robustness()
    findings = EvaluationReport(run, dataset, _which(), judged, verdicts, curves)
    st.markdown("Made anew from what is shown on this page.")
    with st.container(horizontal=True):
        st.download_button(
            "Report (HTML)",
            lambda: html_report(findings),
            file_name=f"{run.id}-report.html",
            mime="text/html",
            icon=":material/description:",
            key="report_html",
            on_click="ignore",
            help="Everything on one page, to read, send or print; it needs no network.",
        )
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
            lambda: json.dumps(findings.to_dict(), indent=2),
            file_name=f"{run.id}-metrics.json",
            mime="application/json",
            icon=":material/data_object:",
            key="metrics_json",
            on_click="ignore",
            help="All figures of this page.",
        )
    if curves is None:
        st.caption(
            "Report and metrics are still without the robustness curves: open the section "
            "Robustness once, which computes them."
        )


def _which() -> SetName:
    # The page keeps the choice in the address, and leaves it out for the test digits.
    asked = st.query_params.get("on")
    return next((which for which in TITLES if which == asked), "test")
