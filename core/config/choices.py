"""What can be chosen for a training besides its network and its digits: names and labels."""

OPTIMIZERS = {
    "adam": "Adam",
    "adamw": "AdamW",
    "muon": "Muon",
    "rmsprop": "RMSprop",
    "momentum": "SGD with momentum",
    "sgd": "SGD",
}
SCHEDULES = {
    "one_cycle": "One cycle: up, then down to zero",
    "cosine": "Cosine: down to zero",
    "constant": "Constant",
}
MONITORS = {
    "accuracy": "The highest validation accuracy",
    "loss": "The lowest validation loss",
    "last": "The last epoch",
}
NORMALIZATIONS = {"none": "None", "batch": "Batch normalisation"}
ACTIVATIONS = {
    "relu": "ReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "tanh": "Tanh",
    "sigmoid": "Sigmoid",
}
OUTPUTS = {
    "softmax": "Softmax: ten shares of one",
    "sigmoid": "Sigmoid: ten answers, each from 0 to 1",
}
LOSSES = {
    "sparse": "Sparse categorical cross-entropy (integer labels)",
    "categorical": "Categorical cross-entropy (one-hot labels)",
    "binary": "Binary cross-entropy (one-hot labels)",
    "mse": "Mean squared error (one-hot labels)",
}
