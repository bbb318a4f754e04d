"""The game: ten digits are asked for, one draws them, and a model has to read each."""
