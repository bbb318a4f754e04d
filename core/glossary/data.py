"""Terms of data: digits, labels, and what is done to both."""

from core.glossary.term import Term

DATA = (
    Term(
        "MNIST",
        "70,000 handwritten digits of 28 x 28 grey pixels, collected by the American institute of "
        "standards and brought into one form by LeCun, Cortes and Burges; since 1998 the first "
        "data set that most people train on.",
    ),
    Term(
        "Dataset",
        "Which digits are looked at. A network learns from training digits, is chosen by "
        "validation digits, and is evaluated on test digits that had no part in any choice.",
        also=("Split", "Evaluation set"),
    ),
    Term("Training digits", "The digits that a network learns from.", also=("Training set",)),
    Term(
        "Validation digits",
        "Training digits that are held back: nothing is learned from them, and choices, such as "
        "the best epoch, are made by them.",
        also=("Validation set",),
    ),
    Term(
        "Test digits",
        "Digits that no training and no choice ever saw, so that the accuracy on them is what to "
        "expect on new ones by the same writers.",
        also=("Test set",),
    ),
    Term("Label", "The digit that a person said an image shows.", also=("Labels",)),
    Term("Class", "One of the ten answers there are: the digits 0 to 9.", also=("Digit",)),
    Term("Class balance", "How many digits each class has; MNIST's are nearly as many."),
    Term(
        "Mean image",
        "All digits of a class laid on top of each other: sharp where people write alike.",
    ),
    Term("Ink", "The share of pixels that are not black."),
    Term("Bounding box", "The smallest rectangle that holds all ink; width and height in pixels."),
    Term(
        "Centre of mass",
        "The balance point of the ink, as column and row. MNIST moves each digit so that it lies "
        "in the middle; the app does the same with what you draw.",
        r"\left(\frac{\sum_i p_i x_i}{\sum_i p_i}, \frac{\sum_i p_i y_i}{\sum_i p_i}\right)",
    ),
    Term(
        "Label issues",
        "Labels that are probably wrong, found by networks that are confident of another digit "
        "although they did not learn from this one (confident learning; Northcutt, Jiang and "
        "Chuang 2021).",
        also=("Label issue",),
    ),
    Term(
        "Share of the training digits",
        "Train on a part of the digits only: faster, and it shows what more data is worth.",
    ),
    Term(
        "Validation share",
        "The share of the training digits that is held back to evaluate each epoch. The test "
        "digits are never used for choosing.",
    ),
    Term(
        "Fold",
        "Which part of the digits is held back: the first (0), the next (1) and so on, then the "
        "first again. With a validation share of 20 %, folds 0 to 4 hold back each digit once: "
        "cross-validation.",
    ),
    Term(
        "Cross-validation",
        "Several trainings that each hold back another part of the digits, until each digit was "
        "held back once: with a validation share of 20 %, the folds 0 to 4.",
    ),
    Term(
        "Augmentation",
        "Change each training digit a little at random, anew in each epoch: turned, slanted, bent, "
        "thicker or thinner. It helps with other people's handwriting, and takes longer.",
    ),
    Term("Rotation", "Turn each digit by up to so many degrees, either way."),
    Term("Shift", "Move each digit by up to so many pixels, in each direction."),
    Term("Scale", "Make each digit larger or smaller by up to this share."),
    Term("Slant", "Lean each digit, either way; 0.2 leans it by up to 11 degrees."),
    Term(
        "Stroke thickness",
        "Make strokes wider by up to so many pixels, or thinner by up to half as much.",
    ),
    Term(
        "Label noise",
        "Give this share of the training digits a wrong label, to see what mistakes in the data "
        "do. Validation and test digits keep theirs.",
    ),
    Term(
        "Preprocessing steps",
        "What happens to a picture before the network sees it: paper and ink are told apart, each "
        "digit is cut out, shrunk to 20 x 20 pixels and centred in 28 x 28.",
        also=("Preprocessing",),
    ),
    Term(
        "Model input (28 x 28)",
        "The pixels that the network is given: the digit as MNIST would have it.",
        also=("Model input",),
    ),
)
