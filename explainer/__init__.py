"""RNN Explainer: small trained networks, read one word at a time."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")      # the matrices here are small: more threads cost more than they bring
