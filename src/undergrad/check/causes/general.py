"""Mistakes that any formula can have: signs, factors, transposes, the L2 term, the upstream gradient."""

from undergrad.check.causes.base import Cause

GENERAL = {
    "sign": Cause(
        "the sign is wrong",
        "Follow the minus signs through the formula once more.",
        "the right one with its sign changed",
    ),
    "transpose": Cause(
        "a matrix is transposed", "Write the shape under every factor of the product.", "the right one, transposed"
    ),
    "missing-1-over-n": Cause(
        "the factor 1/N is missing", "The loss is a mean over the batch; what is N here?", "N times the right one"
    ),
    "extra-1-over-n": Cause(
        "divided by the batch size once too often",
        "The mean over the batch is taken in one place only: where?",
        "the right one divided by N",
    ),
    "times-n": Cause(
        "multiplied by the batch size", "Which sum over the batch is taken twice?", "the right one multiplied by N"
    ),
    "mean-for-sum": Cause(
        "a mean where the sum belongs",
        "d_prev has its 1/N already, from the loss.",
        "the right one with a mean over the batch in place of the sum",
    ),
    "sign-of-a-term": Cause("a sign is another one", "Follow the signs through the formula.", "another sign"),
    "missing-term": Cause("a term is missing", "Compare with the formula, term by term.", "one term less"),
    "missing-factor": Cause("a factor is missing", "Compare with the formula, factor by factor.", "one factor less"),
    "terms-exchanged": Cause("two terms are exchanged", "Which is taken from which?", "two terms exchanged"),
    "added-for-multiplied": Cause("+ for *", "Compare with the formula.", "+ for *"),
    "divided-for-multiplied": Cause("a product for a quotient, or the other way round", "Compare.", "/ for *"),
    "fraction-upside-down": Cause("a fraction is upside down", "What stands above the line?", "the reciprocal"),
    "wrong-power": Cause("a power is another one", "Compare the exponents.", "another power"),
    "wrong-constant": Cause("a number is another one", "Compare the numbers with the formula's.", "another number"),
    "missing-function": Cause("a function is not applied", "Compare with the formula.", "one function less"),
    "missing-mask": Cause("both cases are treated as one", "Where do the two cases differ?", "one case for both"),
    "branches-exchanged": Cause("the two cases are exchanged", "Which case is which?", "the cases exchanged"),
    "wrong-comparison": Cause("a comparison is another one", "Where do the cases part?", "another comparison"),
    "wrong-axis": Cause("a sum is over another axis", "Which axis is the batch?", "a sum over another axis"),
    "not-summed": Cause("a sum is missing", "Over what does the formula sum?", "no sum"),
    "doubled": Cause("twice as large as it should be", "Is a term added twice?", "twice the right one"),
    "halved": Cause("half as large as it should be", "Where does the factor 1/2 come from?", "half the right one"),
    "zero-gradient": Cause("the gradient is zero", "Does the result depend on d_prev at all?", "zero"),
    "upstream-ignored": Cause(
        "d_prev, the gradient from the layer above, does not enter",
        "The chain rule multiplies this layer's derivative by something.",
        "the right one with ones in place of d_prev",
        "dLoss/dz = dLoss/dout * dout/dz, and dLoss/dout is d_prev",
    ),
    "upstream-squared": Cause(
        "d_prev enters twice", "How often does the chain rule multiply?", "the right one with d_prev squared"
    ),
    "upstream-averaged": Cause(
        "d_prev is averaged over the batch",
        "Every sample has its own gradient.",
        "the right one with d_prev's mean over the batch",
    ),
    "upstream-summed": Cause(
        "d_prev is summed over the batch",
        "Every sample has its own gradient.",
        "the right one with d_prev's sum over the batch",
    ),
    "upstream-added": Cause(
        "d_prev is added instead of multiplied",
        "How does the chain rule combine two derivatives?",
        "d_prev plus the derivative",
    ),
    "upstream-in-derivative": Cause(
        "the derivative is taken of d_prev",
        "Which array did forward keep for this?",
        "the derivative's formula on d_prev",
    ),
    "upstream-returned": Cause("d_prev is returned as it came", "What does this layer do to its input?", "d_prev"),
    "output-for-upstream": Cause(
        "the layer's own output stands where d_prev belongs",
        "Which argument is the upstream gradient?",
        "the right one with out for d_prev",
    ),
    "input-for-upstream": Cause(
        "the layer's input stands where d_prev belongs",
        "Which argument is the upstream gradient?",
        "the right one with z for d_prev",
    ),
    "missing-l2": Cause(
        "the L2 term is missing",
        "The loss has a second term; what is its derivative?",
        "the right one without its term in reg_lambda",
        "d/dW (lambda/2) ||W||^2 = lambda W",
    ),
    "l2-twice": Cause(
        "the L2 term is twice as large",
        "The loss has lambda/2, not lambda.",
        "the right one with 2 reg_lambda W",
        "d/dW (lambda/2) ||W||^2 = lambda W",
    ),
    "l2-half": Cause(
        "the L2 term is half as large",
        "What does the 1/2 become when the square is differentiated?",
        "the right one with half its term in reg_lambda",
        "d/dW (lambda/2) ||W||^2 = lambda W",
    ),
    "l2-over-n": Cause(
        "the L2 term is divided by the batch size",
        "The mean over the batch is of the cross-entropy only.",
        "the right one with its L2 term divided by N",
        "E = -(1/n) sum y . log y_hat + (lambda/2) sum ||W||^2",
    ),
    "l2-times-n": Cause(
        "the L2 term is added once for every sample",
        "Weights are penalised once, however many samples there are.",
        "the right one with N times its L2 term",
        "E = -(1/n) sum y . log y_hat + (lambda/2) sum ||W||^2",
    ),
    "l2-sign": Cause(
        "the L2 term is subtracted",
        "Does the penalty make weights larger or smaller?",
        "the right one with the L2 term's sign changed",
    ),
    "l2-without-lambda": Cause(
        "reg_lambda is missing in the L2 term", "What scales the penalty?", "the right one with 1 for reg_lambda"
    ),
    "l2-without-w": Cause(
        "W is missing in the L2 term",
        "What is the derivative of W^2?",
        "the right one with reg_lambda for reg_lambda W",
    ),
    "l2-lambda-squared": Cause(
        "reg_lambda enters twice", "How often does the formula have lambda?", "the right one with reg_lambda squared"
    ),
    "l2-squared": Cause(
        "the L2 term is W squared instead of its derivative",
        "Backward needs the derivative of the penalty.",
        "the right one with reg_lambda W^2",
        "d/dW (lambda/2) ||W||^2 = lambda W",
    ),
    "l2-absolute-value": Cause(
        "the L2 term is that of L1 regularisation",
        "Which power has the penalty?",
        "the right one with sign(W) or |W| for W",
    ),
    "l2-a-number": Cause(
        "the L2 term is a number, a norm, instead of its gradient",
        "The gradient has an entry for each weight.",
        "the right one with a norm of W for W",
        "d/dW (lambda/2) ||W||^2 = lambda W, of the shape of W",
    ),
    "l2-on-bias": Cause(
        "the bias is regularised too",
        "Which parameters does the L2 term of the loss contain?",
        "the right one plus a term of reg_lambda and b",
        "(lambda/2) sum_j ||w^(j)||^2 has the weights only",
    ),
    "l2-in-activation": Cause(
        "a layer without weights has an L2 term",
        "reg_lambda is an argument of every backward, but not every layer needs it.",
        "the right one plus a term in reg_lambda",
        "(lambda/2) sum_j ||w^(j)||^2 has weights only",
    ),
    "l2-in-dx": Cause(
        "the gradient that goes on to the layer below has an L2 term",
        "Does the penalty depend on x?",
        "the right one plus a term in reg_lambda",
        "dLoss/dx = d_prev W^T",
    ),
}
