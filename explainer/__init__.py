"""RNN Explainer: small trained networks, read one word at a time."""
