"""How the models multiply matrices: with NumPy's BLAS, on one thread."""

import ctypes
import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import numpy as np
from thinc.api import get_current_ops, use_ops

# As NumPy's wheels name it, and as a system's OpenBLAS does.
_SET_THREADS = (
    "scipy_openblas_set_num_threads64_",
    "scipy_openblas_set_num_threads",
    "openblas_set_num_threads64_",
    "openblas_set_num_threads",
)
_ENVIRONMENT = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


def fast_arithmetic() -> AbstractContextManager[None]:
    """Return a context in which models are built that multiply matrices with NumPy's BLAS.

    It is two to three times as fast as thinc's default on processors that the latter has no kernels for; a model keeps
    the arithmetic that it was built with. Where thinc has found something better (a graphics card, Apple's library)
    that stays.
    """
    if get_current_ops().name != "numpy":
        return nullcontext()
    context: AbstractContextManager[None] = use_ops("numpy", use_blis=False)
    return context


def single_thread() -> bool:
    """Let the OpenBLAS that NumPy brings use one thread in this process; say whether it could be told.

    The matrices of one sentence are small: more threads wait for one another and cost five times the processor time,
    all the more where several processes parse at once. Whoever sets OPENBLAS_NUM_THREADS or OMP_NUM_THREADS has decided
    otherwise, and nothing is done.
    """
    if any(name in os.environ for name in _ENVIRONMENT):
        return False
    package = Path(np.__file__).parent
    for folder in (package.parent / "numpy.libs", package / ".dylibs"):
        for path in sorted(folder.glob("*openblas*")):
            # NumPy has loaded the library already; this is the same copy.
            library = ctypes.CDLL(str(path))
            for name in _SET_THREADS:
                if hasattr(library, name):
                    getattr(library, name)(1)
                    return True
    return False
