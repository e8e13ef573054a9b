"""Files that attack the check: each becomes a failure of the file, and everything else is still judged."""

import pytest

pytestmark = pytest.mark.attack

WRITES = """
import json, os, struct
def frame(header, payload=b""):
    text = json.dumps(header).encode()
    return b"\\xabug1" + struct.pack("<IQ", len(text), len(payload)) + text + payload
def say(data):
    for descriptor in (4, {descriptor}):
        os.write(descriptor, data)
class Sigmoid(Sigmoid):
    def forward(self, z):
        {body}
        return super().forward(z)
"""
