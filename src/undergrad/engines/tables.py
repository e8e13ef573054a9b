"""What the compiled engine is told of a network: whole numbers in rows, one row for each operation and each slot.

An operation takes its input from one slot and puts its output into another. A slot holds, sample after sample, what
lies between two operations: a vector of features, or an image whose channels lie beside each other, row by row, since
the products of a convolution want the channels of a pixel together. `program` writes the rows; the compiled functions
read them, `op[KERNEL]`, by these places.
"""

from __future__ import annotations

from typing import Any, NamedTuple

#: What an operation does.
LOAD, PRODUCT, CONVOLUTION, POOLING, ELEMENTWISE, NORMALISATION, DROPOUT, OUTPUT = range(8)

#: Which activation function follows in the same operation, in the same slot.
NOTHING, RELU, SIGMOID, TANH, LEAKY_RELU, ELU = range(6)

#: What the output is.
CLASSES, LOGISTIC, SQUARED, ABSOLUTE, HUBER, POISSON = range(6)

#: Which rule makes a step of a gradient.
SGD, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM, ADAM_HAT = range(7)

#: What is done with a batch: `PREDICT` goes forward; `TRAIN` goes back too, and steps; `PROBE` goes back and keeps the
#: gradients. Only `TRAIN` is in the layers' training mode.
PREDICT, TRAIN, PROBE = range(3)

#: So many parts a batch has where gradients of the samples are added up part by part, whatever the number of threads.
PARTS = 16

#: So many rows of a matrix's gradient are made at a time: they are still in the first cache when the step is taken.
BLOCK = 24

#: The columns of an operation's row. Places are in the array of parameters (`W`, `B`, `KEPT`) or in the work array.
(
    KIND,
    FOLLOWS,  # the activation function
    IN,  # the slot that is read
    OUT,  # the slot that is written
    LAYER,  # the layer's number in the model, of which dropout draws
    BACK,  # whether it hands a gradient on to its input
    W,  # weights: panels of a matrix, the windows' weights, or gamma
    B,  # bias, or beta
    ROWS,  # rows of the weights: inputs of a matrix; k k C of a convolution
    COLUMNS,  # their columns: outputs, or filters with those that fill a vector
    PANEL,  # the columns of a panel of a matrix
    TO_PANEL,  # from one panel to the next
    DB,  # the sums of a gradient's rows: of a bias, or of gamma and beta
    KERNEL,
    STRIDE,
    FLIPPED,  # the weights of a convolution for its input's gradient
    PARTIAL,  # each part's gradient of the weights and, after them, of the bias
    TO_PARTIAL,  # from one part's to the next
    SCRATCH,  # a thread's gradient of one image, with what is around it
    TO_SCRATCH,  # from one thread's to the next
    SCRATCH_LINE,  # from one row of that image to the next
    SCRATCH_START,  # where its first entry lies
    SCRATCH_WINDOW,  # where the window lies that belongs to the first entry of the input
    LINES,  # what is the same for each row of an image: bias; or what a normalisation does
    TABLE,  # what a normalisation adds up of each sample
    KEPT,  # running mean, and variance after it
    MASK,  # the factors of dropout
    TO_MASK,  # from one sample's to the next
    RATE,  # what is below this of 2^32 is dropped
    UNITS,  # where its units' sums lie in a thread's row of them; -1 where they are not observed
    UNIT_LINES,  # a thread's room for what is added up over the places of an image
    TO_UNIT_LINES,
    SQUARES,  # where the sums of squares of its weights' rows lie
    OP,  # the size of a row
) = range(34)

#: The columns of an operation's row of numbers. Of an output, `FACTOR` is what a sum over the outputs is multiplied by,
#: 1 or 1 / K, and `CLIP` how near a probability comes to 0 and 1 in the loss.
ALPHA, FACTOR, EPSILON, KEEPS, CLIP = range(5)
NUMBERS = 5

#: The columns of a slot's row.
(
    CHANNELS,  # features, or channels
    PADDED,  # channels with those that fill a vector
    HEIGHT,
    WIDTH,
    LINE,  # from one row of an image to the next
    LENGTH,  # so many numbers of it are the image's
    START,  # where the first of them lies in a sample
    X,
    TO_X,  # from one sample to the next, 0 where each thread has one sample of its own
    X_THREAD,  # from one thread's to the next, 0 where there is a place for each sample
    D,  # dLoss/d(what is in the slot): rows without borders
    TO_D,
    D_THREAD,
    SLOT,
) = range(14)

#: The columns of a segment's row: operations that are done one after the other for one image, or for all of a
#: thread's rows.
FIRST, END, IMAGES, SEGMENT = range(4)


#: What is true of the whole network.
(
    OPS,  # the number of operations
    SEGMENTS,  # and of segments
    TO_UNITS,  # from one thread's sums over units to the next's
    STEP,  # a thread's place for a piece of a gradient
    TO_STEP,
    LEAST_ROWS,  # samples that a batch has to have in training
    IN_PARTS,  # whether a batch is shared in whole parts
    PLAN,
) = range(8)

#: What `run` is told of a batch's epoch: whole numbers ...
(
    MODE,
    HAS_PIXELS,
    MEASURES,  # predictions are measured against the samples' own
    OBSERVES,  # sums over units are made
    REPORTS,  # each batch's loss is kept
    WEIGHS,  # samples have weights
    SHARES_L2,  # the L2 term of a batch is divided by its samples, or the sum of their weights
    COUNT,
    BATCH,
    BEFORE,  # batches of the epoch that have been
    EPOCH,
    SEED,
    RULE,
    STEPS,  # the steps that the optimizer has made
    SETTINGS,
) = range(15)

#: ... and numbers, each of which `steps.Rule` tells of.
LEARNING_RATE, REG_LAMBDA, WEIGHT_DECAY, SHARE_KEPT, SQUARES_KEPT, STEP_EPSILON, CLIP_NORM, RATES = range(8)


class Machine(NamedTuple):
    """What every compiled function works on: pointers."""

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
    #: What the optimizer has gathered, laid out as the parameters are.
    first: Any
    second: Any
    #: The same for gradients, where they are kept.
    gradient: Any
    #: Everything that a batch needs: slots, sums, scratch.
    work: Any
    #: float64: each thread's sums over units, and the sums of squares of rows.
    units: Any
    squares: Any


class Data(NamedTuple):
    """Where the samples are, and what is wanted of them: pointers."""

    #: uint8 pixels or else features of the engine's type, sample after sample.
    pixels: Any
    features: Any
    #: What is done to a sample's entries before all else.
    offset: Any
    scale: Any
    #: int64: the numbers of the samples, in their order, and what class each sample is.
    rows: Any
    labels: Any
    #: (samples, outputs), where the output is no class; how much each sample counts, float64.
    targets: Any
    weights: Any
    #: (count, outputs): predictions; (count,) float64: their losses.
    predicted: Any
    measured: Any
    #: (batch,) float64: the losses of a batch's samples.
    losses: Any
    #: (batches, 2) float64: the loss of each batch without L2 term, and the L2 term.
    batch_losses: Any
    #: float64: the sum of the losses, and what the matrices are multiplied by.
    sums: Any
