"""Mistakes of the fully connected layer."""

from undergrad.check.causes.base import Cause

FC = {
    "missing-bias": Cause("b is missing", "The formula has two terms.", "x W without b"),
    "bias-sign": Cause("b is subtracted", "Compare with the formula.", "x W - b"),
    "bias-doubled": Cause("b is added twice", "Compare with the formula.", "x W + 2 b"),
    "bias-times-n": Cause("b is added once for every sample", "Broadcasting adds b to every row once.", "x W + N b"),
    "bias-divided-by-n": Cause("b is divided by the batch size", "Compare with the formula.", "x W + b / N"),
    "bias-summed": Cause("b is summed before it is added", "b has an entry for every output.", "x W + sum(b)"),
    "bias-averaged": Cause(
        "db is the mean over the batch",
        "d_prev has its 1/N already, from the loss.",
        "the mean of d_prev over the batch",
        "db = sum of d_prev over the batch",
    ),
    "bias-multiplied": Cause("b is multiplied", "Compare with the formula.", "(x W) b"),
    "bias-not-summed": Cause(
        "db is not summed over the batch",
        "b has the shape (H,); what has db?",
        "d_prev itself",
        "db = sum of d_prev over the batch",
    ),
    "bias-summed-over-wrong-axis": Cause(
        "db is summed over the units instead of the batch",
        "Which axis of d_prev is the batch?",
        "a sum of d_prev along axis 1",
    ),
    "bias-summed-over-everything": Cause(
        "db is one number", "b has an entry for every output.", "the sum of all of d_prev"
    ),
    "bias-gradient-zero": Cause("db is zero", "Does the loss depend on b?", "zero"),
    "bias-shape": Cause(
        "it has a dimension too many", "The contract asks for (H,).", "the right one with an extra dimension"
    ),
    "weights-ignored": Cause("W does not enter", "Compare with the formula.", "the right one without W"),
    "weights-squared": Cause("W enters squared", "Compare with the formula.", "the right one with W^2"),
    "extra-activation": Cause(
        "an activation function is applied, which is a layer of its own",
        "FCLayer is linear.",
        "an activation of the right one",
    ),
    "flatten-wrong-order": Cause(
        "the input is flattened in another order",
        "Which entries of x belong to sample 0?",
        "the right one on x flattened in another order",
    ),
    "input-ignored": Cause("x does not enter dW", "Compare with the formula.", "the right one with ones for x"),
    "sums-multiplied": Cause(
        "sums over the batch are multiplied instead of summing products",
        "For each sample a product, then the sum.",
        "the product of sums over the batch",
    ),
    "last-sample-only": Cause("only the last sample enters", "dW adds up over the batch.", "the last sample's alone"),
    "first-sample-only": Cause(
        "only the first sample enters", "dW adds up over the batch.", "the first sample's alone"
    ),
    "data-term-missing": Cause("x^T d_prev is missing", "dW has two terms.", "the L2 term alone"),
    "input-for-gradient": Cause("x is returned for its gradient", "Which product is dLoss/dx?", "x"),
    "input-multiplied": Cause("x enters dx as a factor", "Compare with the formula.", "the right one times x"),
    "weight-gradient-for-weights": Cause(
        "dW stands where W belongs in dx", "Which matrix did forward multiply by?", "d_prev dW^T"
    ),
    "returns-dw": Cause(
        "dW is returned instead of dx", "What does the layer below need?", "the gradient of W", "returns d_prev W^T"
    ),
    "dx-uses-wrong-w": Cause("W for W^T", "Write the shape under every factor of the product.", "d_prev W"),
    "update-ascends": Cause(
        "the gradient is added", "Which way is downhill?", "the right one with + for -", "W <- W - learning_rate dW"
    ),
    "update-replaces": Cause(
        "the step replaces the weights", "The weights move by the step.", "the step alone", "W <- W - learning_rate dW"
    ),
    "updated-twice": Cause(
        "the step is made twice", "Is update's line there twice?", "the right one with twice the step"
    ),
    "weights-not-updated": Cause(
        "W stays as it was", "Is the result assigned to self.W?", "W as it was", "W <- W - learning_rate dW"
    ),
    "bias-not-updated": Cause("b stays as it was", "b learns too.", "b as it was", "b <- b - learning_rate db"),
    "learning-rate-ignored": Cause(
        "the learning rate does not enter", "How long is the step?", "the right one with 1 for learning_rate"
    ),
    "learning-rate-squared": Cause(
        "the learning rate enters twice", "Count its places.", "the right one with learning_rate squared"
    ),
    "learning-rate-over-n": Cause(
        "the learning rate is divided by the batch size",
        "The gradient is a mean already.",
        "the right one with learning_rate / N",
    ),
    "learning-rate-times-n": Cause(
        "the learning rate is multiplied by the batch size",
        "Compare with the formula.",
        "the right one with N learning_rate",
    ),
    "learning-rate-divides": Cause(
        "the gradient is divided by the learning rate",
        "Compare with the formula.",
        "the right one with 1 / learning_rate",
    ),
    "learning-rate-halved": Cause(
        "half the learning rate", "Compare with the formula.", "the right one with half the step"
    ),
    "gradient-sign-only": Cause(
        "only the gradient's sign enters", "Compare with the formula.", "the right one with sign(dW)"
    ),
    "gradient-normalised": Cause(
        "the gradient is normalised", "Compare with the formula.", "the right one with dW / ||dW||"
    ),
    "gradient-squared": Cause("the gradient is squared", "Compare with the formula.", "the right one with dW^2"),
    "gradient-averaged": Cause(
        "the gradient is averaged over the inputs", "Every weight has its own.", "the right one with a mean of dW"
    ),
    "l2-again-in-update": Cause(
        "update adds the L2 term again", "dW contains it already.", "the right one with another L2 term"
    ),
    "weights-for-gradient": Cause(
        "the weights stand where the gradient belongs", "Compare with the formula.", "the right one with W for dW"
    ),
    "init-scale": Cause(
        "the weights have the wrong scale",
        "Compute the standard deviation of W for D = 50.",
        "normal numbers with another factor",
    ),
    "init-zeros": Cause("the weights are zero", "Units that start equal stay equal.", "zero"),
    "init-constant": Cause("all weights are the same", "Units that start equal stay equal.", "one number everywhere"),
    "init-uniform": Cause("the weights are uniform", "Which distribution is asked for?", "uniform numbers"),
    "init-mean": Cause(
        "the weights' mean is not 0", "Which distribution is asked for?", "normal numbers with another mean"
    ),
    "init-bias-not-zero": Cause("b does not start at zero", "What is b at the start?", "something else than 0"),
    "init-ignores-seed": Cause(
        "np.random.seed does not decide the weights",
        "Draw from NumPy's global state, so that results can be compared.",
        "",
        "after np.random.seed(123) the weights are the published ones",
    ),
}
