#!/usr/bin/python3
"""Times a whole comparison of two documents, ours and libvirt's, in one run: compare.py FOLDER (docs/examples).

libvirt is its embedded driver, which compares with this machine; so the same guest is compared here with this machine's CPU, as a
document of libvirt's own. NVIRT_LIBRARY says where our library is, PYTHONPATH where the package nvirt is. As root without Debian's
libvirt-daemon-system, the account libvirt-qemu is missing, and libnss_wrapper.so has to supply one.
"""

import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Callable, List

import libvirt
import nvirt


def median(action: Callable[[], object], seconds: float = 1.0) -> float:
    times: List[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def compare_afresh(host: str, guest: str) -> nvirt.Verdict:
    """Without the memory of hosts that nvirt.compare has: libvirt remembers its host as well."""
    with nvirt.Cpu(host) as on, nvirt.Cpu(guest) as asked:
        return on.compare(asked)


def main(folder: str) -> None:
    libvirt.virEventRegisterDefaultImpl()
    threading.Thread(target=lambda: [libvirt.virEventRunDefaultImpl() for _ in iter(int, 1)], daemon=True).start()
    with tempfile.TemporaryDirectory() as root:
        connection = libvirt.open(f"qemu:///embed?root={root}")
        host = connection.getCapabilities()
        guest = "<cpu match='exact'><model fallback='allow'>Nehalem</model><feature policy='require' name='aes'/></cpu>"
        host = host[host.index("<cpu>") : host.index("</cpu>") + len("</cpu>")]
        theirs = connection.compareCPU(guest)
        print(f"the same verdict: {int(nvirt.compare(host, guest)) == theirs}")
        for _ in range(3):
            ours = median(lambda: nvirt.compare(host, guest))
            afresh = median(lambda: compare_afresh(host, guest))
            libvirts = median(lambda: connection.compareCPU(guest))
            print(f"nvirt.compare {ours:.1f} us, {ours / libvirts:.2f} times libvirt's; the host read afresh {afresh:.1f} us, "
                  f"{afresh / libvirts:.2f} times; libvirt compareCPU {libvirts:.1f} us")
    web, large = ((Path(folder) / name).read_text() for name in ("web.xml", "new-host.xml"))
    print(f"the host read afresh, of new-host.xml and web.xml: {median(lambda: compare_afresh(large, web)):.1f} us")


if __name__ == "__main__":
    main(*sys.argv[1:])
