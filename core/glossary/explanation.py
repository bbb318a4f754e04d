"""Terms of explanation: how one digit was prepared, why it was read so, what would change that."""

from core.glossary.term import Term

EXPLANATION = (
    Term(
        "Ablation",
        "Leave one step out and see what becomes of the answer: so one learns what the step is "
        "good for.",
    ),
    Term(
        "Inversion",
        "Ink becomes light and paper dark, as in MNIST. Left out: dark ink on light paper.",
    ),
    Term(
        "Cropping",
        "Only the ink of this digit is taken, up to its bounding box. Left out: the whole picture "
        "is shrunk, with all its empty paper.",
    ),
    Term(
        "Aspect ratio",
        "Height and width are shrunk alike. Left out: the digit is stretched to a square.",
    ),
    Term(
        "Anti-aliasing",
        "Each new pixel is the mean of the area that it covers. Left out: it is the one pixel in "
        "the middle of it (nearest neighbour), so that strokes get holes.",
    ),
    Term(
        "Padding",
        "The digit is fitted into 20 x 20 pixels of the 28 x 28. Left out: it reaches to the edge.",
    ),
    Term(
        "Contrast",
        "It is stretched: the brightest pixel becomes 255. Left out: thin strokes, shrunk, stay "
        "faint.",
        also=("Contrast stretching",),
    ),
    Term(
        "Centring",
        "The centre of mass of the ink is moved to the middle. Left out: the middle of the "
        "bounding box is there.",
    ),
    Term(
        "Feature maps",
        "What each filter of a layer makes of the digit: white where it finds what it looks for.",
        also=("Feature map", "Activations"),
    ),
    Term(
        "Receptive field",
        "The pixels of the digit that one value within the network depends on. It grows from layer "
        "to layer.",
    ),
    Term(
        "Smallest flip",
        "The smallest change of this digit, of all that were tried, after which the model gives "
        "another answer.",
    ),
)
