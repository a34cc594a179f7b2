"""The C library, as ctypes sees it. Nothing here is part of the interface of the package."""

import ctypes
import os
from ctypes import POINTER, c_char_p, c_int8, c_int32, c_size_t, c_uint32, c_void_p
from pathlib import Path

NAME = "libnvirt.so.0"

OK, ERROR, NO, UNKNOWN = range(4)


class ErrorStruct(ctypes.Structure):
    _fields_ = [
        ("size", c_uint32),
        ("kind", c_int32),
        ("message", c_char_p),
        ("file", c_char_p),
        ("line", c_int32),
        ("column", c_int32),
    ]


class SignatureStruct(ctypes.Structure):
    _fields_ = [("size", c_uint32), ("family", c_uint32), ("model", c_uint32), ("stepping", c_uint32)]


_TEXT = [c_char_p, c_size_t]
_CPU = c_void_p
_OUT = POINTER(c_void_p)
_LENGTH = POINTER(c_size_t)

_ARGUMENTS = {
    "nvirt_error_get": [POINTER(ErrorStruct)],
    "nvirt_map_open": [*_TEXT, _OUT],
    "nvirt_map_close": [c_void_p],
    "nvirt_cpu_read": [c_void_p, *_TEXT, *_TEXT, _OUT],
    "nvirt_cpu_read_all": [c_void_p, *_TEXT, *_TEXT, _OUT, c_size_t, _LENGTH],
    "nvirt_cpu_host": [c_void_p, _OUT],
    "nvirt_cpu_close": [_CPU],
    "nvirt_cpu_format": [_CPU, _OUT, _LENGTH],
    "nvirt_cpu_compare": [_CPU, _CPU, POINTER(c_int32)],
    "nvirt_cpu_compare_many": [_CPU, _OUT, c_size_t, POINTER(c_int8)],
    "nvirt_cpu_explain": [_CPU, _CPU, _OUT, _LENGTH],
    "nvirt_cpu_baseline": [_OUT, c_size_t, *_TEXT, c_uint32, _OUT],
    "nvirt_cpu_update": [_CPU, _CPU, c_uint32, _OUT],
    "nvirt_cpu_guest": [_CPU, _CPU, *_TEXT, _OUT],
    "nvirt_cpu_decode": [_CPU, *_TEXT, c_uint32, _OUT],
    "nvirt_cpu_encode": [_CPU, _CPU, _OUT, _LENGTH],
    "nvirt_cpu_expand": [_CPU, c_uint32, _OUT],
    "nvirt_cpu_translate": [_CPU, *_TEXT, _OUT],
    "nvirt_cpu_has_feature": [_CPU, *_TEXT],
    "nvirt_cpu_signature": [_CPU, POINTER(SignatureStruct)],
    "nvirt_validate": [*_TEXT, *_TEXT, _OUT, _LENGTH],
    "nvirt_qemu_cpu": [c_void_p, *_TEXT, *_TEXT, _CPU, _OUT, _LENGTH],
    "nvirt_xen_cpuid": [c_void_p, *_TEXT, c_uint32, _OUT, _LENGTH, _OUT],
    "nvirt_vmware_cpuid": [c_void_p, *_TEXT, _CPU, c_uint32, _OUT, _LENGTH, _OUT],
}


def _load() -> ctypes.CDLL:
    beside = Path(__file__).with_name(NAME)
    path = os.environ.get("NVIRT_LIBRARY") or (str(beside) if beside.exists() else NAME)
    library = ctypes.CDLL(path)
    library.nvirt_version.restype = c_char_p
    library.nvirt_version.argtypes = []
    library.nvirt_free.restype = None
    library.nvirt_free.argtypes = [c_void_p]
    library.nvirt_error_clear.restype = None
    library.nvirt_error_clear.argtypes = [POINTER(ErrorStruct)]
    for name, arguments in _ARGUMENTS.items():
        function = getattr(library, name)
        function.restype = c_int32
        function.argtypes = arguments
    return library


library = _load()
