"""Documents: comparing them, validating them, and what hypervisors are given."""

import json
from ctypes import byref, c_void_p
from functools import lru_cache
from typing import Any, Dict, List, NamedTuple, Optional

from ._cpu import Cpu, Document, Map, Verdict, _bytes, _map
from ._errors import check, require, take_text
from ._library import NO, library


# Of what is longer, 32 would be much.
_LONGEST_REMEMBERED = 1 << 16


@lru_cache(maxsize=32)
def _host(document: Document) -> Cpu:
    return Cpu(document, "host")


class Settings(NamedTuple):
    """What a hypervisor is given, and notes on what it is not."""

    text: str
    notes: List[str]


def compare(host: Document, guest: Document) -> Verdict:
    """What the host of one document makes of the guest of another. The hosts of the last calls are remembered."""
    if len(host) > _LONGEST_REMEMBERED:
        with Cpu(host, "host") as on, Cpu(guest, "guest") as asked:
            return on.compare(asked)
    with Cpu(guest, "guest") as asked:
        return _host(host).compare(asked)


def validate(document: Document, name: str = "document") -> List[Dict[str, Any]]:
    """The mistakes of a document by nvirt's schemas; empty if it is valid."""
    content, called = _bytes(document), name.encode()
    text = c_void_p()
    check(library.nvirt_validate(content, len(content), called, len(called), byref(text), None))
    mistakes: List[Dict[str, Any]] = json.loads(take_text(text))
    return mistakes


def qemu_cpu(domain: Document, recording: Document, host: Optional[Cpu] = None, map: Optional[Map] = None) -> Optional[str]:
    """The value of QEMU's option -cpu for a domain; None if QEMU is given no such option."""
    content, replies = _bytes(domain), _bytes(recording)
    text = c_void_p()
    answer = library.nvirt_qemu_cpu(
        _map(map), content, len(content), replies, len(replies), host._handle if host else None, byref(text), None
    )
    if answer == NO and not text:
        return None
    require(answer)
    return take_text(text)


def xen_cpuid(domain: Document, *, as_string: bool = False, map: Optional[Map] = None) -> Settings:
    """The lines for xl.cfg of a domain's CPU."""
    content = _bytes(domain)
    text, notes = c_void_p(), c_void_p()
    require(library.nvirt_xen_cpuid(_map(map), content, len(content), int(as_string), byref(text), None, byref(notes)))
    return Settings(take_text(text), take_text(notes).splitlines())


def vmware_cpuid(
    domain: Document, host: Optional[Cpu] = None, *, as_features: bool = False, map: Optional[Map] = None
) -> Settings:
    """The lines for a .vmx file of a domain's CPU."""
    content = _bytes(domain)
    text, notes = c_void_p(), c_void_p()
    on = host._handle if host else None
    require(
        library.nvirt_vmware_cpuid(
            _map(map), content, len(content), on, int(as_features), byref(text), None, byref(notes)
        )
    )
    return Settings(take_text(text), take_text(notes).splitlines())
