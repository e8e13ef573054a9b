"""Mistakes of softmax, cross-entropy, the norm and the model."""

from undergrad.check.causes.base import Cause

_FROBENIUS = "||W||^2 is the sum of the squared entries (Frobenius): only then is lambda W its gradient"

SOFTMAX = {
    "softmax-wrong-axis": Cause(
        "softmax over the batch", "Which sums should be 1?", "softmax along axis 0", "each row sums to 1"
    ),
    "softmax-whole-array": Cause(
        "softmax over the whole array",
        "Which sums should be 1?",
        "softmax of all entries together",
        "each row sums to 1",
    ),
    "softmax-not-normalised": Cause(
        "the exponentials are not divided by their sum", "Which sums should be 1?", "the exponentials alone"
    ),
    "softmax-log": Cause("the logarithm of softmax", "The logarithm belongs to the loss.", "log(softmax)"),
    "softmax-hard": Cause(
        "1 for the largest score, 0 for the others", "The probabilities, not the decision.", "a one-hot decision"
    ),
    "softmax-without-exp": Cause(
        "the scores are divided by their sum, without exp", "Probabilities are never negative.", "x / sum(x)"
    ),
    "softmax-twice": Cause("softmax of softmax", "Who else has applied it already?", "softmax of the right one"),
    "sigmoid-for-softmax": Cause(
        "a sigmoid for each class", "The classes compete: their probabilities sum to 1.", "the sigmoid"
    ),
    "maximum-for-sum": Cause("divided by the largest instead of the sum", "Which sums should be 1?", "e / max(e)"),
    "averaged-for-sum": Cause("divided by the mean instead of the sum", "Which sums should be 1?", "e / mean(e)"),
    "softmax-diagonal-jacobian": Cause(
        "only the diagonal of softmax's derivative",
        "Every score moves every probability.",
        "y_hat (1 - y_hat) or the like",
    ),
    "softmax-differentiated-twice": Cause(
        "softmax's derivative enters a second time",
        "(y_hat - y)/N contains it already.",
        "the right one times y_hat (1 - y_hat)",
    ),
    "cross-entropy-gradient-only": Cause(
        "the gradient with respect to the probabilities", "This layer is softmax and loss together.", "-y / y_hat"
    ),
    "labels-ignored": Cause(
        "y does not enter", "What is the gradient when the prediction is perfect?", "the right one without y"
    ),
    "labels-added": Cause("y is added", "What is the gradient when the prediction is perfect?", "y_hat + y"),
    "labels-inverted": Cause(
        "the wrong classes' entries enter", "Which entry of y is 1?", "the right one with 1 - y for y"
    ),
    "labels-from-argmax": Cause(
        "the prediction stands where the label belongs",
        "Which array holds the truth?",
        "the right one with argmax for y",
    ),
    "probabilities-missing": Cause("y_hat does not enter", "Compare with the formula.", "the right one without y_hat"),
    "scores-for-probabilities": Cause(
        "the scores stand where the probabilities belong", "Which array did forward return?", "x - y"
    ),
    "classes-for-probabilities": Cause("class numbers instead of probabilities", "What shape is asked for?", "argmax"),
    "squared-difference": Cause("the difference is squared", "Compare with the formula.", "(y_hat - y)^2"),
    "absolute-difference": Cause("the difference has lost its sign", "Compare with the formula.", "|y_hat - y|"),
    "logarithm-for-probability": Cause("log(y_hat) for y_hat", "Compare with the formula.", "log(y_hat) - y"),
    "divided-by-c": Cause(
        "divided by the number of classes instead of the batch size",
        "Which axis is the batch?",
        "the right one with C for N",
    ),
    "divided-by-n-times-c": Cause(
        "divided by the number of entries instead of the batch size",
        "The mean is over samples.",
        "the right one with N C for N",
    ),
    "log-without-epsilon": Cause(
        "the logarithm of exactly 0",
        "What if a probability underflows to 0?",
        "the right one without its epsilon",
        "log(y_hat + 1e-10)",
    ),
    "epsilon-too-large": Cause(
        "the epsilon is too large",
        "How large is it in the formula?",
        "the right one with a larger epsilon",
        "log(y_hat + 1e-10)",
    ),
    "epsilon-inside-wrong": Cause(
        "the epsilon is in the wrong place, or another",
        "Where does the formula have it?",
        "the right one with another epsilon",
        "log(y_hat + 1e-10)",
    ),
    "log2": Cause("the logarithm to base 2", "log in the formula is the natural one.", "the right one with log2"),
    "log10": Cause("the logarithm to base 10", "log in the formula is the natural one.", "the right one with log10"),
    "log1p": Cause("log(1 + y_hat) for log(y_hat)", "Compare with the formula.", "the right one with log(1 + y_hat)"),
    "cross-entropy-argmax": Cause(
        "the largest probability for the right class's",
        "Which class is the right one?",
        "the right one with argmax(y_hat) for y",
    ),
    "cross-entropy-counts-hits": Cause(
        "only samples that are predicted right enter",
        "What does a wrong prediction cost?",
        "the right one over the hits alone",
    ),
    "cross-entropy-binary": Cause(
        "the cross-entropy of two classes, for each",
        "Which terms does the formula have?",
        "the right one plus terms in 1 - y",
    ),
    "cross-entropy-returns-probabilities": Cause("y_hat is returned for the loss", "What is one number here?", "y_hat"),
    "cross-entropy-without-log": Cause(
        "the logarithm is missing", "Compare with the formula.", "the right one without log"
    ),
    "cross-entropy-swapped": Cause(
        "y and y_hat are exchanged", "Of which is the logarithm?", "the right one with y and y_hat exchanged"
    ),
    "cross-entropy-not-averaged": Cause("not divided by the batch size", "What is N?", "N times the right one"),
    "cross-entropy-divided-by-n-times-c": Cause(
        "divided by the number of entries", "The mean is over samples.", "the right one divided by C"
    ),
    "cross-entropy-divided-by-c": Cause(
        "divided by the number of classes instead of the batch size",
        "Which axis is the batch?",
        "the right one with C for N",
    ),
    "divided-by-n-minus-one": Cause("divided by N - 1", "What is N?", "the right one with N - 1 for N"),
    "squared-error": Cause("the squared error", "Which loss is asked for?", "a sum of squares"),
    "accuracy-for-loss": Cause("the accuracy, not the loss", "Which loss is asked for?", "a share of hits"),
    "probability-for-loss": Cause(
        "a probability, not the loss", "Which loss is asked for?", "the mean probability of the right class"
    ),
    "loss-not-a-float": Cause(
        "the loss is not one number", "Is everything summed up?", "the terms of the loss, not summed"
    ),
}
MODEL = {
    "loss-without-l2": Cause(
        "the loss has no L2 term",
        "The loss has two terms; where does reg_lambda enter?",
        "the right one without its term in reg_lambda",
        "E = -(1/n) sum y . log y_hat + (lambda/2) sum ||W||^2",
    ),
    "norm-half-twice": Cause(
        "the 1/2 is there twice", "Count the factors 1/2.", "the right one with half its L2 term", _FROBENIUS
    ),
    "spectral-norm": Cause(
        "the spectral norm for the Frobenius norm",
        "np.linalg.norm(W, 2) of a matrix is its largest singular value.",
        "the right one with the largest singular value",
        _FROBENIUS,
    ),
    "norm-not-squared": Cause(
        "the norm is not squared", "Compare with the formula.", "the right one without the square", _FROBENIUS
    ),
    "norm-missing-half": Cause(
        "the 1/2 is missing", "Compare with the formula.", "the right one with reg_lambda for reg_lambda / 2"
    ),
    "norm-misses-a-layer": Cause(
        "only one layer's weights enter", "The sum is over all layers.", "the right one with one layer only"
    ),
    "norm-l1": Cause(
        "the sum of the absolute values", "Which power has the penalty?", "the right one with |W| for W^2"
    ),
    "norm-square-of-sum": Cause(
        "the square of the sum for the sum of the squares", "In which order?", "the right one with (sum W)^2"
    ),
    "norm-includes-bias": Cause(
        "the biases enter the L2 term", "Which parameters are penalised?", "the right one with the biases' squares"
    ),
    "l2-sum-of-weights": Cause(
        "the weights are summed without the square", "Which power has the penalty?", "the right one with W for W^2"
    ),
    "cross-entropy-missing": Cause("the cross-entropy is missing", "The loss has two terms.", "the L2 term alone"),
    "model-predict-returns-scores": Cause(
        "scores instead of probabilities", "What comes after the last layer?", "the last layer's output"
    ),
    "model-predict-returns-labels": Cause(
        "class numbers instead of probabilities", "What shape is asked for?", "argmax"
    ),
    "model-wrong-order": Cause(
        "the layers are applied in another order", "Which order has the dictionary?", "the layers in another order"
    ),
    "layer-left-out": Cause("a layer is left out", "Does the loop reach every layer?", "the network without one layer"),
    "layer-applied-twice": Cause(
        "a layer is applied twice", "Does the loop reach a layer twice?", "the network with a layer twice"
    ),
    "model-backward-misses-a-layer": Cause(
        "a layer is left out of back-propagation",
        "Does the loop reach every layer?",
        "the gradient without one layer's backward",
    ),
    "model-update-misses-a-layer": Cause(
        "a layer is not updated", "Does the loop reach every layer?", "the weights as they were"
    ),
    "model-second-softmax-accepted": Cause("a second softmax layer is accepted", "What must add_layer refuse?"),
    "model-loss-not-kept": Cause("self.loss is not kept", "Who reads the loss later?"),
}
