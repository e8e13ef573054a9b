"""Processors that this machine is not: LLVM compiles for them, and what it makes of the kernels is looked at."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

# The registers' module asks Python which processor this is, before anything is compiled.
_SCRIPT = """
import platform
platform.machine = lambda: "aarch64"
import llvmlite.binding as llvm
import numpy as np
from undergrad.engines import machine_code, registers
print(registers.VECTOR_BYTES, registers._COUNT)
module = machine_code._translated(np.dtype("{dtype}"))
llvm.initialize_all_targets()
llvm.initialize_all_asmprinters()
machine = llvm.Target.from_triple("aarch64-unknown-linux-gnu").create_target_machine(cpu="neoverse-n1", opt=3)
text = str(module).replace(module.triple, "aarch64-unknown-linux-gnu")
module = llvm.parse_assembly(text.replace(module.data_layout, str(machine.target_data)))
machine_code._optimise(module, machine)
print(machine.emit_assembly(module))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("dtype", "lanes", "scalar"), [("float32", "4s", "s"), ("float64", "2d", "d")])
def test_the_kernels_are_vectors_on_a_processor_with_neon(dtype, lanes, scalar):
    features = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
    script = _SCRIPT.format(dtype=dtype)
    done = subprocess.run(
        [sys.executable, "-c", script], env=os.environ | features, capture_output=True, text=True, check=True
    )
    registers, assembly = done.stdout.split("\n", 1)
    assert registers == "16 32"
    functions = re.split(r"\n(?=[\w$]+:\s)", assembly)
    products = [text for text in functions if re.match(r"\w*(sum_products|multiply_transposed)\w*:", text)]
    assert len(products) >= 2, "the products are no functions by themselves any more; look for them elsewhere"
    for text in products:
        in_vectors = len(re.findall(rf"\bfmla\s+v\d+\.{lanes}", text))
        by_themselves = len(re.findall(rf"\bfmadd\s+{scalar}\d+", text))
        assert in_vectors >= 16, (text.split(":")[0], in_vectors)
        assert by_themselves == 0, (text.split(":")[0], by_themselves)
    # Activation functions and optimizers' steps, which LLVM makes vectors of: roots and quotients.
    assert re.search(rf"\bfsqrt\s+v\d+\.{lanes}", assembly)
    assert re.search(rf"\bfdiv\s+v\d+\.{lanes}", assembly)
