"""What a report draws: calibration, the coverage curve and robustness as small charts."""

from math import ceil, log10

from core.analysis.calibration import Reliability
from core.analysis.robustness import Curve
from core.analysis.selective_prediction import CoverageCurve
from core.formats import counted, percent
from core.report.chart import Axis, Band, Dots, Line, Point, chart, even_ticks


def reliability_chart(reliability: Reliability) -> str:
    """Return accuracy against confidence, a dot for each bin."""
    used = reliability.counts > 0
    counts = reliability.counts[used].tolist()
    points: list[Point] = list(
        zip(
            reliability.confidences[used].tolist(),
            reliability.accuracies[used].tolist(),
            strict=True,
        )
    )
    dots = Dots(
        points,
        [2.5 + 1.5 * log10(number) for number in counts],
        [
            f"{counted(number, 'digit')} with confidence {percent(confidence)}: "
            f"{percent(accuracy)} right"
            for number, (confidence, accuracy) in zip(counts, points, strict=True)
        ],
    )
    return chart(
        _shares("Confidence"),
        _shares("Accuracy"),
        [Line([(0, 0), (1, 1)], "equal"), Line(points, "line"), dots],
        "Accuracy against confidence, beside a line of equality",
    )


def coverage_chart(curve: CoverageCurve) -> str:
    """Return the accuracy on the digits that are answered against the share that is rejected."""
    rejected, accuracies = (1 - curve.shares).tolist(), curve.accuracies.tolist()
    ticks = even_ticks(max(0.0, min(accuracies) - 1e-4), 1.0)
    decimals = max(0, ceil(-log10(100 * (ticks[1] - ticks[0])) - 1e-9))
    return chart(
        Axis("Rejected", 0.0, 0.5, tuple((n / 10, percent(n / 10, 0)) for n in range(6))),
        Axis(
            "Accuracy on the rest",
            ticks[0],
            ticks[-1],
            tuple((tick, percent(tick, decimals)) for tick in ticks),
        ),
        [Line(list(zip(rejected, accuracies, strict=True)), "line")],
        "Accuracy on the digits that are answered against the share that is rejected",
    )


def robustness_chart(curve: Curve) -> str:
    """Return the accuracy, with its interval, against the strength of a distortion."""
    strengths = curve.strengths
    lows, highs = zip(*curve.intervals, strict=True)
    points = list(zip(strengths, curve.accuracies, strict=True))
    return chart(
        Axis(curve.unit, strengths[0], strengths[-1], tuple((s, f"{s:g}") for s in strengths)),
        _shares("Accuracy"),
        [
            Band(list(zip(strengths, lows, strict=True)), list(zip(strengths, highs, strict=True))),
            Line(points, "line"),
            Dots(points, [3.0] * len(points), [f"{s:g}: {percent(a, 1)}" for s, a in points]),
        ],
        f"Accuracy against {curve.title.lower()}",
    )


def _shares(title: str) -> Axis:
    return Axis(title, 0.0, 1.0, tuple((n / 4, percent(n / 4, 0)) for n in range(5)))
