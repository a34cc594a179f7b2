"""Errors, and the answers of calls."""

import ctypes
from enum import IntEnum
from typing import Optional

from ._library import ERROR, OK, ErrorStruct, library


class ErrorKind(IntEnum):
    """The class of an error."""

    NONE = 0
    XML = 1
    UNSUPPORTED = 2
    INTERNAL = 3
    INVALID_ARGUMENT = 4
    NO_SUPPORT = 5
    OPERATION_FAILED = 6
    INCOMPATIBLE = 7
    UNDECIDED = 8
    UNKNOWN_NAME = 9
    BAD_HANDLE = 10
    UNREADABLE = 11
    NO_MEMORY = 12
    DOMAIN = 13


class NVirtError(Exception):
    """A call gave no result. `kind` is its class; `file`, `line` and `column` say where, if the message is about a place."""

    def __init__(self, kind: ErrorKind, message: str, file: Optional[str] = None, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.kind = kind
        self.file = file
        self.line = line
        self.column = column


def last_error() -> NVirtError:
    """The error of this thread's last call."""
    error = ErrorStruct(size=ctypes.sizeof(ErrorStruct))
    library.nvirt_error_get(error)
    try:
        message = (error.message or b"no result").decode()
        return NVirtError(
            ErrorKind(error.kind), message, error.file.decode() if error.file else None, error.line, error.column
        )
    finally:
        library.nvirt_error_clear(error)


def check(answer: int) -> int:
    """Refuses an error; the other answers are the caller's."""
    if answer == ERROR:
        raise last_error()
    return answer


def require(answer: int) -> None:
    """Refuses everything but a result."""
    if answer != OK:
        raise last_error()


def take_text(pointer: ctypes.c_void_p) -> str:
    """The text at a pointer, which is released."""
    try:
        return ctypes.string_at(pointer).decode() if pointer else ""
    finally:
        library.nvirt_free(pointer)
