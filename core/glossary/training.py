"""Terms of training: what is made small, by which steps, and what is watched meanwhile."""

from core.glossary.term import Term

TRAINING = (
    Term("Run", "One training and all that came of it: settings, curves, model, evaluation."),
    Term("Preset", "A whole set of settings under a name, to start from.", also=("Base preset",)),
    Term("Epoch", "One pass over all training digits.", also=("After epoch",)),
    Term(
        "Epochs",
        "How many times the network sees every training digit.",
        also=("Total epochs",),
    ),
    Term("Step", "One move of the weights, after one batch of digits.", also=("Steps",)),
    Term(
        "Batch size",
        "How many digits are looked at before the weights move once. Small: more, noisier steps.",
    ),
    Term(
        "Learning rate",
        "How far the weights move at each step. Too small: slow. Too large: it never settles.",
        r"w \leftarrow w - \eta\, \nabla_w L",
        also=("New learning rate",),
    ),
    Term(
        "Optimiser",
        "The rule that turns gradients into steps. Adam adapts the step to each weight, Muon to "
        "each layer as a whole; plain SGD needs a learning rate about ten times larger.",
    ),
    Term(
        "Learning rate schedule",
        "How the learning rate changes during the training; the slider sets its highest value.",
    ),
    Term(
        "Weight decay",
        "How strongly AdamW and Muon draw the weights towards zero at each step, so that none "
        "grows without need.",
        r"w \leftarrow w - \eta \lambda w",
    ),
    Term(
        "Loss",
        "How surprised the network is by the right answers, on average: what the training makes "
        "small. Cross-entropy asks for a high probability of the right class; written for integer "
        "labels (3) or one-hot labels (0001000000) it is the same.",
        r"L = -\frac{1}{n} \sum_i \log p_i(y_i)",
        also=("Cross-entropy",),
    ),
    Term("Training loss", "The loss on the digits that the network learns from, now."),
    Term(
        "Validation loss",
        "The loss on digits that are held back: it rises again where a network learns by heart.",
    ),
    Term(
        "Validation accuracy",
        "The share of the held-back digits that the best epoch recognises. The best of many is a "
        "little lucky: expect slightly less on new digits.",
        also=("Validation",),
    ),
    Term(
        "Best epoch",
        "Which epoch's weights are kept. The accuracy counts the right answers; the loss also how "
        "sure they are, so that chance matters less where the held-back digits are few. The last "
        "one needs no luck where the learning rate goes down to zero.",
    ),
    Term(
        "Early stopping",
        "End the training after so many epochs without a better one; 0 never does. A schedule "
        "that goes down to zero wants to be run to its end.",
    ),
    Term(
        "Overfitting",
        "The network learns its training digits by heart: the training loss goes on falling while "
        "the validation loss rises.",
    ),
    Term(
        "Seed",
        "Where all random choices start: the same seed gives the same split and first weights.",
    ),
    Term("Learning curves", "Loss and accuracy over the course of a training.", also=("Curves",)),
    Term(
        "Metric",
        "What a curve shows. Loss: how surprised the network is by the right answers. Accuracy: "
        "the share that it recognises. Error rate: the share that it does not.",
    ),
    Term(
        "X axis",
        "Step: each time the weights move. Epoch: each time that all training digits were seen. "
        "Time: since the start of each run.",
    ),
    Term(
        "Smoothing",
        "The weight of the past in the moving average of the training curve; 0 shows it as it was "
        "measured. Validation is never smoothed.",
        r"s_t = \alpha s_{t-1} + (1 - \alpha)\, x_t",
    ),
    Term(
        "Log scale",
        "Equal heights are equal ratios, so that late progress shows as well as early. Instead of "
        "the accuracy it shows the error rate.",
    ),
    Term("Digits per second", "How many training digits the network learns from in a second."),
    Term(
        "Sample predictions",
        "Some digits that the network does not learn from: its prediction now, and how sure it is.",
    ),
    Term(
        "Training dynamics",
        "How each validation digit was answered after each epoch: never learned, learned on the "
        "way, or forgotten again (Toneva and others 2019).",
    ),
    Term(
        "Learning outcome",
        "What became of a digit: never learned (wrong after every epoch), forgotten (right after "
        "some epoch, wrong after the last) or learned on the way (wrong after some, right after "
        "the last).",
    ),
    Term(
        "Continue training",
        "Train on from the last epoch: weights and optimiser go on from there; with more epochs "
        "than planned the schedule is stretched to the new end.",
    ),
    Term(
        "Fine-tuning",
        "A trained network goes on from its weights, in few small steps, on digits of another "
        "kind: here on your own drawings, mixed with the digits it has learned before.",
        also=("Fine-tune", "Fine-tuned"),
    ),
    Term(
        "Share of drawings",
        "How much of each batch are your drawings when a run is fine-tuned; the rest are training "
        "digits. More: they are learned sooner, and more of the other digits may be forgotten.",
    ),
    Term(
        "Held back",
        "Drawings that a run does not learn from when it is fine-tuned: it is judged by them.",
    ),
)
