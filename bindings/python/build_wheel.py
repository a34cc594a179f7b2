#!/usr/bin/python3
"""Builds the wheel: build_wheel.py LIBRARY FOLDER. The same sources and library give the same bytes.

build_wheel.py --metadata FOLDER writes what names the package and its version alone, for other packages.
"""

import base64
import hashlib
import re
import sys
import zipfile
from pathlib import Path
from typing import Dict

HERE = Path(__file__).resolve().parent
VERSION = re.findall("<Version>(.*)</Version>", (HERE.parent.parent / "Directory.Build.props").read_text())[0]
TAG = "py3-none-manylinux_2_34_x86_64"
METADATA = (
    f"Metadata-Version: 2.1\nName: nvirt\nVersion: {VERSION}\nRequires-Python: >=3.8\nLicense: Apache-2.0\n"
    "Summary: Which CPU a virtual machine gets, and where it can run\n"
)


def files_of(library: Path) -> Dict[str, bytes]:
    """Everything but the record."""
    info = f"nvirt-{VERSION}.dist-info"
    files = {f"nvirt/{p.name}": p.read_bytes() for p in (HERE / "nvirt").iterdir() if p.suffix == ".py" or p.name == "py.typed"}
    files["nvirt/libnvirt.so.0"] = library.read_bytes()
    files[f"{info}/METADATA"] = METADATA.encode()
    files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: nvirt\nRoot-Is-Purelib: false\nTag: {TAG}\n".encode()
    files[f"{info}/LICENSE"] = (HERE.parent.parent / "LICENSE").read_bytes()
    lines = []
    for name in sorted(files):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(files[name])}\n")
    files[f"{info}/RECORD"] = ("".join(lines) + f"{info}/RECORD,,\n").encode()
    return files


def main(library: str, folder: str) -> None:
    path = Path(folder) / f"nvirt-{VERSION}-{TAG}.whl"
    path.parent.mkdir(parents=True, exist_ok=True)
    files = files_of(Path(library))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name in sorted(files, key=lambda n: (".dist-info/" in n, n)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name.endswith(".so.0") else 0o644) << 16
            wheel.writestr(entry, files[name])
    print(path)


def write_metadata(folder: str) -> None:
    Path(folder).mkdir(parents=True)
    (Path(folder) / "METADATA").write_text(METADATA)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: build_wheel.py LIBRARY|--metadata FOLDER")
    if sys.argv[1] == "--metadata":
        write_metadata(sys.argv[2])
    else:
        main(sys.argv[1], sys.argv[2])
