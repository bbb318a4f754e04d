"""An evaluation as one HTML file that needs nothing else: to send, to print, to keep."""

from core.report.page import html_report

__all__ = ["html_report"]
