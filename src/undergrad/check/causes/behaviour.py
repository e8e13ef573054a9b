"""Mistakes that are not in a formula: what is returned, what is kept, what is changed."""

from undergrad.check.causes.base import Cause

BEHAVIOUR = {
    "missing-class": Cause("a class of the contract is missing", "Is the name spelt as in the assignment?", plain=True),
    "missing-method": Cause(
        "a method of the contract is missing",
        "Is the name spelt as in the assignment, and indented?",
        plain=True,
    ),
    "not-a-class": Cause("the name is not a class", "Write it with `class`.", plain=True),
    "wrong-signature": Cause(
        "the method does not take the contract's arguments",
        "Compare the line that starts with def.",
        plain=True,
    ),
    "not-written": Cause("not written yet", "This is where your code goes.", plain=True),
    "returns-none": Cause("None is returned", "Is there a return?", plain=True),
    "returns-list": Cause("a list or a tuple is returned", "The contract asks for an array.", plain=True),
    "returns-text": Cause("a text is returned", "The contract asks for an array.", plain=True),
    "returns-complex": Cause("complex numbers", "Where does the imaginary part come from?", plain=True),
    "not-an-array": Cause("not an array of numbers", "The contract asks for an array."),
    "array-subclass": Cause("a subclass of ndarray", "Return a plain array; others expect one.", plain=True),
    "wrong-shape": Cause("the shape is another one", "Write the shape beside every line.", plain=True),
    "wrong-dtype": Cause("the dtype is another one", "Which dtype has the input?", plain=True),
    "float32-result": Cause("the result is float32", "Which dtype has the input?", plain=True),
    "not-finite": Cause("not finite", "Look for a division by 0 or the logarithm of 0.", plain=True),
    "missing-attribute": Cause(
        "an attribute of the contract is not kept",
        "backward, or another class, reads it later.",
        plain=True,
    ),
    "attribute-differs": Cause(
        "an attribute is not what the contract says", "Compare with the table of attributes.", plain=True
    ),
    "w-grad-missing": Cause("dW is not kept", "update reads self.dW."),
    "bias-grad-missing": Cause("db is not kept", "update reads self.db."),
    "syntax-error": Cause(
        "the file is not valid Python",
        "Look at this line, and at the end of the one before it: a bracket or colon?",
        plain=True,
    ),
    "crash": Cause("an exception is raised", "Read the exception's words first, then the line.", plain=True),
    "removed-numpy-name": Cause(
        "a name that NumPy has removed", "Look for it in the rest of the file too.", plain=True
    ),
    "endless": Cause(
        "it does not end in time", "What makes the loop stop? --time-limit gives a call more seconds.", plain=True
    ),
    "interpreter-crash": Cause("the Python interpreter ended", "A layer has no reason to end the program.", plain=True),
    "writes-answers": Cause(
        "the file writes into the check's own answers",
        "A layer returns its numbers; take out what writes to a descriptor.",
        plain=True,
    ),
    "textbook-imported": Cause(
        "the answers are imported from undergrad",
        "Write the layer out, from its formula, with NumPy.",
        plain=True,
    ),
    "exits": Cause("the program is ended", "Take out exit(), quit() and sys.exit().", plain=True),
    "memory": Cause("memory runs out", "Which array is that large?", plain=True),
    "prints": Cause("a great deal is printed", "Take out the print.", plain=True),
    "slow-import": Cause(
        "importing the file takes long",
        'Put what trains or loads data under `if __name__ == "__main__":`.',
        plain=True,
    ),
    "input-changed": Cause(
        "an argument is changed in place",
        "The caller still needs its array: make a new one.",
        "",
        "forward and backward compute; they change nothing",
        plain=True,
    ),
    "upstream-changed": Cause(
        "d_prev is changed in place",
        "The caller still needs its array: make a new one.",
        "",
        "forward and backward compute; they change nothing",
        plain=True,
    ),
    "result-destroyed": Cause(
        "an earlier result is overwritten",
        "Whoever called forward still has that array.",
        "",
        "what forward returned stays whole",
        plain=True,
    ),
    "updates-in-backward": Cause("backward changes the weights", "That is update's work."),
    "gradient-changed": Cause("update changes dW or db", "Who else reads them?", plain=True),
    "gradient-accumulates": Cause("gradients are added to the last call's", "What is left of the last call?"),
    "loss-accumulates": Cause("the loss is added to the last call's", "What is left of the last call?"),
    "second-call-differs": Cause(
        "the same call gives something else the second time", "What does the first call leave behind?"
    ),
    "shared-state": Cause(
        "two objects of the class share what should be their own",
        "Where is it stored: with the object, with the class, or in a global name?",
    ),
    "cached-first-result": Cause("something of the first call is used for the second", "What is set only once?"),
    "not-flattened": Cause(
        "more than two dimensions are not flattened",
        "What is the shape of a batch of images?",
        "",
        "x (N, C, H, W) becomes (N, C H W)",
    ),
    "only-2d": Cause(
        "works on matrices only", "Can it be written without counting dimensions?", "", "any shape -> same shape"
    ),
    "batch-of-one": Cause("a batch of one fails", "What does the shape (1, D) do here?"),
    "squeezed": Cause(
        "a batch of one loses its first dimension",
        "Look for squeeze, or a sum without its axis.",
        "",
        "(1, D) -> (1, H)",
    ),
    "memory-order": Cause("the order of the array in memory matters", "Does a line depend on how x lies in memory?"),
    "sigmoid-unstable": Cause("not finite for large z", "Which exponential overflows at z = 1000, which at -1000?"),
    "tanh-unstable": Cause("not finite for large z", "Which exponential overflows at z = 1000, which at -1000?"),
    "relu-unstable": Cause("not finite for large z", "ReLU needs no exponential."),
    "softmax-unstable": Cause(
        "not finite for large scores",
        "Which is the largest number that np.exp gets here? The formula lets you choose.",
        "",
        "softmax(x) = softmax(x - c) for any c of the row",
    ),
    "overflow-warning": Cause(
        "an intermediate number overflows", "The result is right; an exponential of a positive number is not needed."
    ),
    "float32-lost": Cause(
        "float32 becomes float64",
        "Print the dtype after each step: where does it change?",
        "",
        "the dtype that comes in goes out",
        plain=True,
    ),
    "loops": Cause("Python loops over numbers", "NumPy can do this line for the whole array."),
}
