"""An evaluation as files to take along."""

import json

import streamlit as st

from core.analysis.evaluation_context import EvaluationContext
from core.analysis.evaluation_report import EvaluationReport, predictions_csv
from core.report import html_report
from pages.ui import cache


def evaluation_export(context: EvaluationContext) -> None:
    """Offer the report, the predictions and the metrics for download."""
    run, causes = context.run, cache.error_causes(context)
    curves = cache.inspection(run, context.dataset).cached_robustness()
    report = EvaluationReport(context, causes, curves)
    st.markdown("Made anew from what is shown on this page.")
    with st.container(horizontal=True):
        st.download_button(
            "Report (HTML)",
            lambda: html_report(report),
            file_name=f"{run.id}-report.html",
            mime="text/html",
            icon=":material/description:",
            key="report_html",
            on_click="ignore",
            help="Everything on one page, to read, send or print; it needs no network.",
        )
        st.download_button(
            "Predictions (CSV)",
            lambda: predictions_csv(context.evaluation_set, causes),
            file_name=f"{run.id}-predictions.csv",
            mime="text/csv",
            icon=":material/table:",
            key="predictions_csv",
            on_click="ignore",
            help="Index, label, prediction, ten probabilities and error cause of every digit.",
        )
        st.download_button(
            "Metrics (JSON)",
            lambda: json.dumps(report.to_dict(), indent=2),
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
