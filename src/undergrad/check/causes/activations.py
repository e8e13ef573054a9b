"""Mistakes of ReLU, Sigmoid and Tanh."""

from undergrad.check.causes.base import Cause

ACTIVATIONS = {
    "identity": Cause("the input is returned unchanged", "Where is the function applied?", "the input"),
    "relu-abs": Cause("the absolute value for the positive part", "What is ReLU of -1?", "|z|"),
    "relu-mask-inverted": Cause(
        "the mask is the opposite one",
        "Is the mask True where z is cut, or where it passes?",
        "the right one with the opposite mask",
    ),
    "relu-at-zero": Cause(
        "z = 0 counts as positive",
        "What does your comparison say of z = 0?",
        "the right one with z >= 0 for z > 0",
        "the gradient at exactly z = 0 is 0",
    ),
    "relu-half-at-zero": Cause(
        "the gradient at z = 0 is one half",
        "Which convention is asked for at 0?",
        "the right one with 1/2 at z = 0",
        "the gradient at exactly z = 0 is 0",
    ),
    "relu-mask-from-upstream": Cause(
        "d_prev enters the mask, which z alone makes",
        "Which array decides whether a unit was active?",
        "d_prev cut by its own sign, with or without the mask of z",
        "dz = d_prev where z > 0",
    ),
    "relu-step": Cause("the derivative for the function", "What does ReLU do to 2?", "1 where z > 0"),
    "mask-missing": Cause("nothing is cut", "What became of zero_mask?", "d_prev unchanged"),
    "mask-sign": Cause("the sign of z for the mask", "What is the derivative for z < 0?", "d_prev times the sign of z"),
    "leaky": Cause(
        "negative numbers pass with a slope, as in a leaky ReLU", "What is asked for where z <= 0?", "a leaky ReLU's"
    ),
    "relu-for-leaky": Cause(
        "negative numbers are cut, as in a ReLU", "What is asked for where z <= 0?", "the right one with 0 where z <= 0"
    ),
    "alpha-ignored": Cause(
        "alpha does not enter", "Where is self.alpha read?", "the right one with a fixed number for alpha"
    ),
    "alpha-without-z": Cause("alpha stands where alpha z belongs", "What is the function at z = -2?", "alpha itself"),
    "alpha-divides": Cause("alpha divides", "Is it alpha or 1 / alpha?", "the right one with 1 / alpha for alpha"),
    "alpha-on-the-wrong-side": Cause(
        "alpha multiplies the positive part", "On which side does alpha enter?", "the right one with alpha where z > 0"
    ),
    "missing-plus-alpha": Cause(
        "the + alpha is missing",
        "Differentiate alpha (e^z - 1).",
        "the right one without + alpha",
    ),
    "clips-input": Cause(
        "large numbers are cut off", "Where does the function really become flat?", "the right one on a clipped input"
    ),
    "whole-array-maximum": Cause(
        "the maximum of the whole array", "Which entries does the maximum run over?", "the largest entry"
    ),
    "another-activation": Cause(
        "this is another activation function", "Compare with the formula.", "another activation function"
    ),
    "another-derivative": Cause(
        "the derivative of another function", "Compare with the formula.", "another function's derivative"
    ),
    "function-for-derivative": Cause(
        "the function stands where its derivative belongs", "Differentiate.", "d_prev times the function itself"
    ),
    "derivative-for-function": Cause(
        "the derivative for the function", "forward needs the function itself.", "the function's derivative"
    ),
    "sigmoid-formula-for-tanh": Cause(
        "this is the sigmoid's formula", "How do tanh and the sigmoid differ?", "the sigmoid's"
    ),
    "tanh-formula-for-sigmoid": Cause("this is tanh's formula", "How do tanh and the sigmoid differ?", "tanh's"),
    "exponent-factor": Cause(
        "a factor in the exponent is wrong",
        "Compare the exponent with the formula.",
        "the right one with another factor in the exponent",
    ),
    "denominator-sign": Cause(
        "1 - for 1 + in the denominator",
        "Compare the denominator with the formula.",
        "the right one with 1 - e^.. below",
    ),
    "missing-one": Cause("the 1 is missing", "Compare with the formula, term by term.", "the right one without its 1"),
    "missing-reciprocal": Cause("the reciprocal is missing", "What stands above the line?", "one over the right one"),
    "reciprocal": Cause("the reciprocal", "What stands above the line, what below?", "one over the right one"),
    "base-for-e": Cause("the base is not e", "np.exp has the base e.", "the right one with another base"),
    "softmax-for-sigmoid": Cause("a softmax for the sigmoid", "Each entry by itself: nothing is summed.", "softmax's"),
    "tanh-half": Cause("the 2 in the exponent is missing", "Compare the exponent with the formula.", "tanh(z / 2)"),
    "tanh-missing-minus-one": Cause("the - 1 is missing", "What is tanh(0)?", "the right one plus 1"),
    "tanh-missing-two": Cause(
        "the 2 in the numerator is missing", "What does tanh tend to for large z?", "1 / (1 + e^-2z) - 1"
    ),
    "plus-one": Cause("+ 1 for - 1", "What is tanh(0)?", "the right one plus 2"),
    "missing-denominator": Cause(
        "the denominator is missing", "tanh stays between -1 and 1.", "the right one's numerator"
    ),
    "missing-factor-out": Cause(
        "the factor out is missing",
        "The derivative is a product of two factors.",
        "the right one without its factor out",
    ),
    "missing-factor-one-minus-out": Cause(
        "the factor 1 - out is missing",
        "The derivative is a product of two factors.",
        "the right one without its factor 1 - out",
    ),
    "missing-derivative": Cause("d_prev is returned as it came", "What is this function's derivative?", "d_prev"),
    "one-plus-for-one-minus": Cause(
        "1 + for 1 -", "Is the derivative largest or smallest at 0?", "the right one with 1 + for 1 -"
    ),
    "factor-squared": Cause(
        "a factor is squared", "The two factors of the derivative differ.", "the right one with a factor squared"
    ),
    "derivative-of-input": Cause(
        "the derivative's formula is applied to the input instead of the output",
        "In out (1 - out) or (1 - out)(1 + out), which array is out?",
        "the derivative's formula with z for out",
    ),
    "activation-applied-twice": Cause(
        "the activation is applied to its own output",
        "out is the function's value already.",
        "the derivative at out for that at z",
    ),
    "tanh-not-squared": Cause(
        "1 - out for 1 - out^2", "Which power of out is in the derivative?", "the right one with 1 - out for 1 - out^2"
    ),
}
