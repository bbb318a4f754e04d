"""Drawing a digit, and the answer to it: what Home and Predict share."""
