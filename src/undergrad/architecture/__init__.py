"""The architecture of a network, as a line of text and as objects."""

from undergrad.architecture.architecture import Architecture, Element, Place
from undergrad.architecture.short import brief, fully_connected, short
from undergrad.architecture.table import activation_of

__all__ = ["Architecture", "Element", "Place", "activation_of", "brief", "fully_connected", "short"]
