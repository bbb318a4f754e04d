"""Terms of evaluation: how good a model is, how sure, and why."""

from core.glossary.term import Term

EVALUATION = (
    Term("Model", "A trained network, ready to use.", also=("Run with a model",)),
    Term(
        "Accuracy",
        "The share of the digits that the model recognises.",
        r"\frac{\text{right}}{\text{all}}",
    ),
    Term(
        "Test accuracy",
        "The share of the test digits that the model recognises: digits that no choice was made "
        "with.",
        also=("Test",),
    ),
    Term("Test loss", "The loss on the test digits."),
    Term(
        "Error rate",
        "The share of the digits that the model does not recognise.",
        r"1 - \text{accuracy}",
    ),
    Term(
        "95 % interval",
        "Where the true share lies with 95 % certainty, given so many digits (Wilson's interval, "
        "1927). Where two of them overlap, the difference may be chance.",
        r"\frac{\hat{p} + \frac{z^2}{2n} \pm z \sqrt{\frac{\hat{p}(1-\hat{p})}{n} + "
        r"\frac{z^2}{4n^2}}}{1 + \frac{z^2}{n}},\; z = 1.96",
        also=("Wilson interval", "Confidence interval"),
    ),
    Term("Mistakes", "Digits taken for another digit.", also=("Errors",)),
    Term("Actual", "The digit's label: the row of the confusion matrix.", also=("Actual class",)),
    Term(
        "Predicted",
        "The digit that the model took it for: the column of the confusion matrix.",
        also=("Prediction", "Predicted class"),
    ),
    Term(
        "Confusion matrix",
        "How often each actual digit (row) was predicted as each digit (column). The diagonal are "
        "the right answers; everything off it is a mistake.",
        also=("Confusion matrix (validation)",),
    ),
    Term("Diagonal", "The right answers. Without them the colours go by the mistakes alone."),
    Term(
        "Log colours",
        "Colours by the logarithm: one mistake is seen beside a thousand right answers. Without "
        "it a cell of twice the number has twice the colour.",
    ),
    Term("Per class", "Precision, recall and F1 of each digit by itself."),
    Term(
        "Precision",
        "Of all that the model called this digit: the share that is one.",
        r"\frac{TP}{TP + FP}",
    ),
    Term(
        "Recall",
        "Of all that are this digit: the share that the model found.",
        r"\frac{TP}{TP + FN}",
    ),
    Term(
        "F1",
        "The harmonic mean of precision and recall: high only where both are.",
        r"2\, \frac{\text{precision} \cdot \text{recall}}{\text{precision} + \text{recall}}",
        also=("F1 score",),
    ),
    Term("Support", "How many digits of a class there are to evaluate on."),
    Term(
        "Confidence",
        "The probability that the model gives its own answer.",
        r"\max_k p_k",
    ),
    Term(
        "Probability",
        "How likely the model holds each of the ten digits; together they are one.",
        also=("Probabilities",),
    ),
    Term("Margin", "How far the best answer is ahead of the second.", r"p_{(1)} - p_{(2)}"),
    Term(
        "Calibration",
        "Whether the model is as often right as it says: of the digits that it calls with 90 %, "
        "nine in ten should be right.",
    ),
    Term(
        "Reliability diagram",
        "Accuracy against confidence: a point below the line means that the model is too sure of "
        "itself, above it that it is too modest.",
    ),
    Term(
        "Calibration error",
        "How far confidence and share of right answers lie apart, on average over all digits "
        "(expected calibration error).",
        r"\sum_b \frac{n_b}{n} \left|\text{acc}_b - \text{conf}_b\right|",
        also=("Expected calibration error",),
    ),
    Term(
        "Temperature",
        "One number, found on the validation digits, that all logits are divided by, so that the "
        "model is as sure as it is right (Guo and others 2017).",
        r"p_k = \frac{e^{z_k / T}}{\sum_j e^{z_j / T}}",
        also=("Temperature scaling",),
    ),
    Term(
        "Accuracy vs. coverage",
        "How good the model is on the digits that it still answers, when it may leave the least "
        "sure ones to a person (selective prediction).",
        also=("Coverage", "Selective prediction"),
    ),
    Term(
        "Rejected",
        "The share of digits that get no answer, because the model is least sure of them.",
        also=("Rejection",),
    ),
    Term("Accuracy on the rest", "The share of right answers among the digits that are answered."),
    Term(
        "Not a digit",
        "Unlike anything in the training data: its energy score is lower than that of nearly all "
        "digits that the model knows (Liu and others 2020).",
        r"\log \sum_k e^{z_k}",
        also=("Out of distribution",),
    ),
    Term(
        "Error causes",
        "Whether the label, the digit or the model is to blame for a mistake.",
        also=("Error cause",),
    ),
    Term(
        "Robustness",
        "Accuracy on digits that are turned, moved, blurred and so on, more and more.",
    ),
    Term(
        "Compare",
        "Two models on the same digits, and which of them each gets right.",
    ),
    Term(
        "McNemar's test",
        "How probable so uneven a split of the digits that only one of two models gets right is "
        "if both were equally good; under 0.05 it is taken for a real difference.",
        r"p = 2 \sum_{i \le \min(b, c)} \binom{b + c}{i} 2^{-(b + c)}",
    ),
    Term("Corrected by B", "Digits that A gets wrong and B gets right."),
    Term("Newly wrong in B", "Digits that A gets right and B gets wrong."),
    Term("Wrong in both", "Digits that neither A nor B gets right."),
    Term(
        "Evidence",
        "How each pixel speaks for the prediction, as colour over the digit (a saliency map).",
        also=("Saliency",),
    ),
    Term(
        "Nearest neighbours",
        "The training digits whose features in the last hidden layer are most alike.",
        also=("Neighbours",),
    ),
    Term(
        "Occlusion",
        "By how much the logit of a class falls when the ink around a pixel is erased (Zeiler and "
        "Fergus 2014).",
        also=("Occlusion sensitivity",),
    ),
    Term(
        "Integrated gradients",
        "How the ink of each pixel adds up to the logit of a class, from a blank image on "
        "(Sundararajan, Taly and Yan 2017).",
        r"x_i \int_0^1 \frac{\partial z_k(\alpha x)}{\partial x_i}\, d\alpha",
    ),
    Term("Pixels", "What the model was given: 28 x 28 shades of grey."),
)
