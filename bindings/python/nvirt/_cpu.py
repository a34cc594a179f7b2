"""Maps and CPUs."""

import ctypes
import json
import os
from ctypes import byref, c_int8, c_int32, c_size_t, c_void_p
from enum import IntEnum
from types import TracebackType
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, Type, Union

from ._errors import check, require, take_text
from ._library import OK, UNKNOWN, SignatureStruct, library

Document = Union[str, bytes]

_MIGRATABLE, _FEATURES, _FOR_GUESTS, _AS_GUEST = 1, 2, 4, 8


class Verdict(IntEnum):
    """What a host makes of a guest. The first three are libvirt's; `UNKNOWN` is neither yes nor no."""

    INCOMPATIBLE = 0
    IDENTICAL = 1
    SUPERSET = 2
    UNKNOWN = 3

    @property
    def fits(self) -> Optional[bool]:
        """True or False; None where what is unknown could turn the verdict."""
        return None if self is Verdict.UNKNOWN else self is not Verdict.INCOMPATIBLE


_VERDICTS = tuple(Verdict(number) for number in range(4))


class Signature(NamedTuple):
    """Which processor it is."""

    family: int
    model: int
    stepping: int


def _bytes(document: Document) -> bytes:
    return document.encode() if isinstance(document, str) else bytes(document)


def _names(models: Optional[Iterable[str]]) -> bytes:
    return ",".join(models).encode() if models is not None else b""


class _Handle:
    """What has to be closed. Use it in a `with` statement, or let it go."""

    _close: Any = None

    def __init__(self, handle: Optional[int]) -> None:
        self._handle = handle

    def close(self) -> None:
        """Releases it; a second time does nothing."""
        handle, self._handle = self._handle, None
        if handle is not None:
            type(self)._close(handle)

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self.close()

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()


class Map(_Handle):
    """A map of models and features, read from a folder. Without one, the map that is built in is used."""

    _close = library.nvirt_map_close

    def __init__(self, folder: Union[str, "os.PathLike[str]"]) -> None:
        super().__init__(None)
        handle = c_void_p()
        path = os.fsencode(folder)
        require(library.nvirt_map_open(path, len(path), byref(handle)))
        self._handle = handle.value

    def __enter__(self) -> "Map":
        return self


class Cpu(_Handle):
    """A CPU of a document or dump of any form that nvirt knows. It never changes, and threads may share it."""

    _close = library.nvirt_cpu_close

    def __init__(self, document: Document, name: str = "document", map: Optional[Map] = None) -> None:
        super().__init__(None)
        content, called = _bytes(document), name.encode()
        handle = c_void_p()
        require(library.nvirt_cpu_read(_map(map), content, len(content), called, len(called), byref(handle)))
        self._handle = handle.value

    def __enter__(self) -> "Cpu":
        return self

    @classmethod
    def _of(cls, handle: Optional[int]) -> "Cpu":
        cpu = cls.__new__(cls)
        _Handle.__init__(cpu, handle)
        return cpu

    @classmethod
    def read_all(cls, document: Document, name: str = "document", map: Optional[Map] = None) -> List["Cpu"]:
        """All CPUs of a document, in order."""
        content, called = _bytes(document), name.encode()
        capacity = 16
        while True:
            handles, count = (c_void_p * capacity)(), c_size_t()
            require(
                library.nvirt_cpu_read_all(
                    _map(map), content, len(content), called, len(called), handles, capacity, byref(count)
                )
            )
            cpus = [cls._of(handle) for handle in handles[: count.value]]
            if count.value <= capacity:
                return cpus
            capacity = count.value

    @classmethod
    def host(cls, map: Optional[Map] = None) -> "Cpu":
        """The processor of this machine."""
        handle = c_void_p()
        require(library.nvirt_cpu_host(_map(map), byref(handle)))
        return cls._of(handle.value)

    @classmethod
    def baseline(
        cls,
        cpus: Sequence["Cpu"],
        models: Optional[Iterable[str]] = None,
        *,
        migratable: bool = False,
        features: bool = False,
        for_guests: bool = False,
    ) -> "Cpu":
        """The best CPU that all can run."""
        names = _names(models)
        flags = _MIGRATABLE * migratable | _FEATURES * features | _FOR_GUESTS * for_guests
        handles = (c_void_p * max(1, len(cpus)))(*[cpu._handle for cpu in cpus])
        made = c_void_p()
        require(library.nvirt_cpu_baseline(handles, len(cpus), names or None, len(names), flags, byref(made)))
        return cls._of(made.value)

    @property
    def xml(self) -> str:
        """The `<cpu>` element."""
        text = c_void_p()
        require(library.nvirt_cpu_format(self._handle, byref(text), None))
        return take_text(text)

    @property
    def signature(self) -> Optional[Signature]:
        """Family, model and stepping; None if the CPU does not tell."""
        found = SignatureStruct(size=ctypes.sizeof(SignatureStruct))
        if check(library.nvirt_cpu_signature(self._handle, byref(found))) != OK:
            return None
        return Signature(found.family, found.model, found.stepping)

    def has_feature(self, name: str) -> Optional[bool]:
        """True or False; None where the CPU does not tell."""
        feature = name.encode()
        answer = check(library.nvirt_cpu_has_feature(self._handle, feature, len(feature)))
        return None if answer == UNKNOWN else answer == OK

    def compare(self, guest: "Cpu") -> Verdict:
        """What this host makes of a guest."""
        verdict = c_int32()
        check(library.nvirt_cpu_compare(self._handle, guest._handle, byref(verdict)))
        return _VERDICTS[verdict.value]

    def compare_many(self, guests: Sequence["Cpu"]) -> List[Verdict]:
        """What this host makes of many guests, in one call."""
        handles = (c_void_p * max(1, len(guests)))(*[guest._handle for guest in guests])
        verdicts = (c_int8 * max(1, len(guests)))()
        check(library.nvirt_cpu_compare_many(self._handle, handles, len(guests), verdicts))
        return [_VERDICTS[number] for number in verdicts[: len(guests)]]

    def explain(self, guest: "Cpu") -> Dict[str, Any]:
        """Why: reasons, remedies and the nearest CPU that fits, with the fields of `nvirt cpu explain -o json`."""
        text = c_void_p()
        check(library.nvirt_cpu_explain(self._handle, guest._handle, byref(text), None))
        explanation: Dict[str, Any] = json.loads(take_text(text))
        return explanation

    def update(self, host: "Cpu", *, migratable: bool = True) -> "Cpu":
        """This guest with everything decided that it leaves to the host."""
        return self._make(library.nvirt_cpu_update, self._handle, host._handle, _MIGRATABLE * migratable)

    def guest(self, host: "Cpu", models: Optional[Iterable[str]] = None) -> "Cpu":
        """The CPU that this guest would get on the host."""
        names = _names(models)
        return self._make(library.nvirt_cpu_guest, self._handle, host._handle, names or None, len(names))

    def decode(self, models: Optional[Iterable[str]] = None, *, as_guest: bool = False) -> "Cpu":
        """The model that fits raw data best."""
        names = _names(models)
        return self._make(library.nvirt_cpu_decode, self._handle, names or None, len(names), _AS_GUEST * as_guest)

    def expand(self, *, migratable: bool = False) -> "Cpu":
        """The same with the features of the model by their names."""
        return self._make(library.nvirt_cpu_expand, self._handle, _MIGRATABLE * migratable)

    def translate(self, models: Optional[Iterable[str]] = None) -> "Cpu":
        """The same with one of the models that are named."""
        names = _names(models)
        return self._make(library.nvirt_cpu_translate, self._handle, names or None, len(names))

    def encode(self, host: Optional["Cpu"] = None) -> str:
        """Raw data: a `<cpuencode>` element."""
        text = c_void_p()
        require(library.nvirt_cpu_encode(self._handle, host._handle if host else None, byref(text), None))
        return take_text(text)

    def _make(self, function: Any, *arguments: Any) -> "Cpu":
        made = c_void_p()
        require(function(*arguments, byref(made)))
        return type(self)._of(made.value)


def _map(map: Optional[Map]) -> Optional[int]:
    return map._handle if map is not None else None
