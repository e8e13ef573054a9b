"""The description of a network for the compiled engine: rows of whole numbers, for each operation and each slot.

An operation reads its input from one slot and writes its output into another. A slot holds, sample after sample, the
values between two operations: a vector of features, or an image with contiguous channels, row by row, since the
products of a convolution need the channels of a pixel together. `program` writes the rows; the compiled functions read
them with these indices, `op[KERNEL]`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

#: The kinds of operations.
LOAD, PRODUCT, CONVOLUTION, POOLING, ELEMENTWISE, NORMALISATION, DROPOUT, OUTPUT = range(8)

#: The activation function that follows in the same operation, in the same slot.
NOTHING, RELU, SIGMOID, TANH, LEAKY_RELU, ELU = range(6)

#: The kinds of outputs.
CLASSES, LOGISTIC, SQUARED, ABSOLUTE, HUBER, POISSON = range(6)

#: The rules that make a step from a gradient.
SGD, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM, ADAM_HAT = range(7)

#: What to do with a batch: `PREDICT` goes forward; `TRAIN` also goes back and steps; `PROBE` goes back and stores the
#: gradients. Only `TRAIN` is in the layers' training mode.
PREDICT, TRAIN, PROBE = range(3)

#: The number of parts of a batch when gradients of samples are added up part by part, for any number of threads.
PARTS = 16

#: The rows of a matrix's gradient computed at a time: they are still in the first cache at the step.
BLOCK = 24

#: The columns of an operation's row. Places are in the array of parameters (`W`, `B`, `KEPT`) or in the workspace.
(
    KIND,
    FOLLOWS,  # the activation function
    IN,  # the slot that is read
    OUT,  # the slot that is written
    LAYER,  # the layer's number in the model, for dropout's random numbers
    BACK,  # whether it passes a gradient on to its input
    W,  # weights: panels of a matrix, the windows' weights, or gamma
    B,  # bias, or beta
    ROWS,  # rows of the weights: inputs of a matrix; k k C of a convolution
    COLUMNS,  # their columns: outputs, or filters, padded to whole vectors
    PANEL,  # the columns of a panel of a matrix
    TO_PANEL,  # from one panel to the next
    DB,  # the sums of a gradient's rows, for a bias, or for gamma and beta
    KERNEL,
    STRIDE,
    FLIPPED,  # the weights of a convolution for its input's gradient
    PARTIAL,  # each part's gradient of the weights and, after them, of the bias
    TO_PARTIAL,  # from one part's to the next
    SCRATCH,  # a thread's gradient of one image, with its surroundings
    TO_SCRATCH,  # from one thread's to the next
    SCRATCH_LINE,  # from one row of that image to the next
    SCRATCH_START,  # the place of its first entry
    SCRATCH_WINDOW,  # the place of the window for the first entry of the input
    LINES,  # lines shared by all rows of an image: bias, or those of a normalisation
    TABLE,  # a normalisation's sums for each sample
    KEPT,  # running mean, then running variance
    MASK,  # the factors of dropout
    TO_MASK,  # from one sample's to the next
    RATE,  # words below this, of 2^32, are dropped
    UNITS,  # the place of its units' sums in a thread's row; -1 if they are not observed
    UNIT_LINES,  # a thread's space for sums over the places of an image
    TO_UNIT_LINES,
    SQUARES,  # the place of the sums of squares of its weights' rows
    OP,  # the size of a row
) = range(34)

#: The columns of an operation's row of numbers. For an output, `FACTOR` multiplies a sum over the outputs, 1 or 1 / K,
#: and `CLIP` is the least distance of a probability from 0 and 1 in the loss.
ALPHA, FACTOR, EPSILON, KEEPS, CLIP = range(5)
NUMBERS = 5

#: The columns of a slot's row.
(
    CHANNELS,  # features, or channels
    PADDED,  # channels, padded to whole vectors
    HEIGHT,
    WIDTH,
    LINE,  # from one row of an image to the next
    LENGTH,  # the numbers of a row that belong to the image
    START,  # the place of the first of them in a sample
    X,
    TO_X,  # from one sample to the next; 0 if each thread has one sample of its own
    X_THREAD,  # from one thread's to the next; 0 if each sample has a place
    D,  # dLoss/d(the slot's content): rows without borders
    TO_D,
    D_THREAD,
    SLOT,
) = range(14)

#: The columns of a segment's row: a segment's operations run one after the other for one image, or for all of a
#: thread's rows.
FIRST, END, IMAGES, SEGMENT = range(4)


#: The description of the whole network.
(
    OPS,  # the number of operations
    SEGMENTS,  # the number of segments
    TO_UNITS,  # from one thread's sums over units to the next's
    STEP,  # a thread's place for a piece of a gradient
    TO_STEP,
    LEAST_ROWS,  # the least number of samples in a training batch
    IN_PARTS,  # whether threads share a batch in whole parts
    PLAN,
) = range(8)

#: The arguments of `run` for an epoch: whole numbers ...
(
    MODE,
    HAS_PIXELS,
    MEASURES,  # compute losses from the samples' targets
    OBSERVES,  # compute sums over units
    REPORTS,  # store each batch's loss
    WEIGHS,  # samples have weights
    SHARES_L2,  # divide the L2 term of a batch by its samples, or by the sum of their weights
    COUNT,
    BATCH,
    BEFORE,  # batches of the epoch that are done
    EPOCH,
    SEED,
    RULE,
    STEPS,  # the steps that the optimizer has made
    SETTINGS,
) = range(15)

#: ... and numbers, which `steps.Rule` explains.
LEARNING_RATE, REG_LAMBDA, WEIGHT_DECAY, SHARE_KEPT, SQUARES_KEPT, STEP_EPSILON, CLIP_NORM, RATES = range(8)


class Machine(NamedTuple):
    """The memory of the compiled functions: pointers."""

    #: (PLAN,), int64.
    plan: Any
    #: (operations, OP), (slots, SLOT) and (segments, SEGMENT), int64.
    ops: Any
    slots: Any
    segments: Any
    #: (operations, NUMBERS), float64.
    numbers: Any
    #: Weights, biases, running averages.
    parameters: Any
    #: The optimizer's state, laid out like the parameters.
    first: Any
    second: Any
    #: The gradients, laid out in the same way, if they are stored.
    gradient: Any
    #: Everything that a batch needs: slots, sums, scratch.
    work: Any
    #: float64: each thread's sums over units, and the sums of squares of rows.
    units: Any
    squares: Any


class Data(NamedTuple):
    """The samples and the results for them: pointers."""

    #: uint8 pixels or else features of the engine's type, sample after sample.
    pixels: Any
    features: Any
    #: The scaling of a sample's entries.
    offset: Any
    scale: Any
    #: int64: the numbers of the samples, in their order, and the class of each sample.
    rows: Any
    labels: Any
    #: (samples, outputs), the targets if the output is no class; the weight of each sample, float64.
    targets: Any
    weights: Any
    #: (count, outputs): predictions; (count,) float64: their losses.
    predicted: Any
    measured: Any
    #: (batch,) float64: the losses of a batch's samples.
    losses: Any
    #: (batches, 2) float64: the loss of each batch without L2 term, and the L2 term.
    batch_losses: Any
    #: float64: the sum of the losses, and the factor of the matrices.
    sums: Any
