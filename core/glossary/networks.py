"""Terms of networks: layers and their sizes."""

from core.glossary.term import Term

NETWORKS = (
    Term("Architecture", "The network: which layers the digits pass through.", also=("Network",)),
    Term("Layer", "One step of the computation from pixels to probabilities.", also=("Layers",)),
    Term(
        "Dense layer",
        "Every unit weighs every number that comes in, adds them up and adds a bias.",
        r"y = \sigma(W x + b)",
        also=("Dense", "Fully connected layer"),
    ),
    Term(
        "Convolution",
        "A small window of weights, a filter, slides over the image and answers in each place how "
        "well it fits what lies under it.",
        r"y_{ij} = \sum_{a,b} w_{ab}\, x_{i+a,\,j+b}",
        also=("Conv2D", "Convolutional layer"),
    ),
    Term(
        "Pooling",
        "Of each 2 x 2 numbers only the largest is kept: half the height and width, and small "
        "shifts matter less.",
        r"y_{ij} = \max_{a,b \in \{0,1\}} x_{2i+a,\,2j+b}",
        also=("Max pooling", "MaxPool2D"),
    ),
    Term(
        "Flatten",
        "Rows and channels written one after another into one list, which a dense layer can weigh.",
    ),
    Term(
        "Batch normalisation",
        "Brings what a layer puts out to mean 0 and variance 1 over each batch, then scales and "
        "shifts it: training becomes faster and less sensitive to the learning rate (Ioffe and "
        "Szegedy 2015).",
        r"\hat{x} = \gamma \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta",
        also=("Normalisation",),
    ),
    Term(
        "Dropout",
        "The share of units switched off at random in each step, so that none is relied on alone "
        "(Srivastava and others 2014).",
    ),
    Term(
        "Activation",
        "The bend after each layer, without which many layers would be no more than one. ReLU "
        "sets negative values to zero.",
        r"\mathrm{ReLU}(x) = \max(0, x)",
    ),
    Term(
        "Softmax",
        "Turns the ten logits into ten probabilities that add up to one.",
        r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}",
    ),
    Term(
        "Sigmoid",
        "Turns each logit by itself into a number from 0 to 1; the ten need not add up to one.",
        r"\sigma(z) = \frac{1}{1 + e^{-z}}",
    ),
    Term("Logits", "The ten numbers that the last layer puts out, before they are probabilities."),
    Term(
        "Output",
        "How the last layer answers. Softmax makes the ten answers compete; with sigmoid each "
        "class answers for itself.",
    ),
    Term("Output shape", "The size of what a layer puts out: height x width x channels."),
    Term(
        "Hidden layers", "Dense layers before the output. None: each class weighs its inputs once."
    ),
    Term("Units", "The size of each hidden layer: how many features it can tell apart."),
    Term(
        "Convolution blocks",
        "Each is a convolution and a pooling that halves height and width; each has twice the "
        "filters of the one before.",
    ),
    Term("Filters", "How many small shapes the first convolution looks for."),
    Term("Kernel", "The side in pixels of the patch that a convolution looks at."),
    Term(
        "First-layer filters",
        "The weights of the first layer's units as pictures: orange for ink there, blue against "
        "it.",
    ),
    Term("Parameters", "The numbers that the training finds: all weights and biases."),
    Term(
        "Multiply-adds",
        "The work of recognising one digit; training takes about three times that for each digit "
        "it sees.",
        also=("Share of the work",),
    ),
)
