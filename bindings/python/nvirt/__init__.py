"""Which CPU a virtual machine gets, and where it can run."""

from ._cpu import Cpu, Document, Map, Signature, Verdict
from ._documents import Settings, compare, qemu_cpu, validate, vmware_cpuid, xen_cpuid
from ._errors import ErrorKind, NVirtError
from ._library import library as _library

__version__: str = _library.nvirt_version().decode()

__all__ = [
    "Cpu",
    "Document",
    "ErrorKind",
    "Map",
    "NVirtError",
    "Settings",
    "Signature",
    "Verdict",
    "compare",
    "qemu_cpu",
    "validate",
    "vmware_cpuid",
    "xen_cpuid",
]
