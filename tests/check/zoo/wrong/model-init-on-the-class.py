"""The layers belong to the class: every model has those of all models."""


class ClassifierModel:
    layers = OrderedDict()

    def __init__(self):
        self.softmax_layer = None
        self.loss = None
