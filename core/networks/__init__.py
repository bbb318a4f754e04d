"""Networks as plain data: layers, and the architectures made of them. Nothing here needs Keras."""
