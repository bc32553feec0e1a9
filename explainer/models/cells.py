"""The cells of recurrent networks: each `step` is its formula.

x is the column of U that belongs to the word just read: U times a vector with a single 1. `last` holds what the cell
carried over from the step before. The equations are written with operators that NumPy arrays and torch tensors share.
Shapes: H cells, K words; a cell with gates stacks the tables of its G gates: U (G·H, K), W (G·H, H), b (G·H).
"""

import numpy as np


def tanh(x):
    """Squeezes any number into −1 … 1."""
    return x.tanh() if hasattr(x, "tanh") else np.tanh(x)


def sigmoid(x):
    """1 / (1 + e⁻ˣ), written through tanh: nothing overflows."""
    return 0.5 + 0.5 * tanh(0.5 * x)


class ElmanCell:
    """h_t = tanh(U x_t + W h_{t-1} + b)   (Elman 1990)"""

    n_gates = 1
    carries = ("hidden",)

    def __init__(self, U, W, b):
        self.U, self.W, self.b = U, W, b

    def step(self, x, last):
        from_input = x                                          # U x_t       (H,)
        from_memory = self.W @ last["hidden"]                   # W h_{t-1}   (H,)
        hidden = tanh(from_input + from_memory + self.b)        # (H,)
        return {"from_input": from_input, "from_memory": from_memory, "hidden": hidden}


class GRUCell:
    """h_t = z h_{t-1} + (1 − z) n   (Cho et al. 2014; the candidate n as in torch.nn.GRU)

    r = σ(U_r x + W_r h + b_r)    z = σ(U_z x + W_z h + b_z)    n = tanh(U_n x + b_n + r (W_n h + d))
    """

    n_gates = 3
    carries = ("hidden",)

    def __init__(self, U, W, b, d):
        self.U, self.W, self.b, self.d = U, W, b, d

    def step(self, x, last):
        reset_input, update_input, from_input = thirds(x + self.b)              # 3 × (H,)
        reset_memory, update_memory, from_memory = thirds(self.W @ last["hidden"])
        reset_gate = sigmoid(reset_input + reset_memory)
        update_gate = sigmoid(update_input + update_memory)                     # the share that is kept
        candidate = tanh(from_input + reset_gate * (from_memory + self.d))
        hidden = update_gate * last["hidden"] + (1 - update_gate) * candidate
        return {"from_input": from_input, "from_memory": from_memory, "reset_gate": reset_gate,
                "update_gate": update_gate, "candidate": candidate, "hidden": hidden}


class LSTMCell:
    """c_t = f c_{t-1} + i g,   h_t = o tanh(c_t)   (Hochreiter & Schmidhuber 1997; Gers et al. 2000 for f)

    i, f, o = σ(U x + W h + b), each with its own tables, and g = tanh(U_g x + W_g h + b_g)
    """

    n_gates = 4
    carries = ("hidden", "cell")

    def __init__(self, U, W, b):
        self.U, self.W, self.b = U, W, b

    def step(self, x, last):
        from_memory = self.W @ last["hidden"]                                   # (4H,)
        into_input, into_forget, into_candidate, into_output = quarters(x + from_memory + self.b)
        input_gate = sigmoid(into_input)
        forget_gate = sigmoid(into_forget)                                      # the share that is kept
        candidate = tanh(into_candidate)
        output_gate = sigmoid(into_output)
        cell = forget_gate * last["cell"] + input_gate * candidate              # (H,)
        hidden = output_gate * tanh(cell)
        return {"from_input": x, "from_memory": from_memory, "input_gate": input_gate, "forget_gate": forget_gate,
                "candidate": candidate, "output_gate": output_gate, "cell": cell, "hidden": hidden}


def thirds(x):
    """A stack of three, taken apart."""
    n = len(x) // 3
    return x[:n], x[n:2 * n], x[2 * n:]


def quarters(x):
    """A stack of four, taken apart."""
    n = len(x) // 4
    return x[:n], x[n:2 * n], x[2 * n:3 * n], x[3 * n:]


CELLS = {"elman": ElmanCell, "gru": GRUCell, "lstm": LSTMCell}
