"""Which hosts can run a guest: can_run.py GUEST FOLDER, a file for each host."""

import sys
from pathlib import Path

import nvirt

WORDS = {True: "yes", False: "no", None: "unknown"}


def main(guest: str, folder: str) -> None:
    with nvirt.Cpu(Path(guest).read_bytes(), guest) as wanted:
        for path in sorted(Path(folder).iterdir()):
            if not path.is_file():
                continue
            try:
                with nvirt.Cpu(path.read_bytes(), path.name) as host:
                    print(f"{path.name}: {WORDS[host.compare(wanted).fits]}")
            except nvirt.NVirtError as error:
                print(f"{path.name}: {error}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
