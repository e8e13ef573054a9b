from __future__ import annotations

import pytest

from undergrad.engines.threads import one_blas_thread


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """These problems are so small that threads would only wait for each other."""
    with one_blas_thread():
        yield
