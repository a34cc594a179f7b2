#!/usr/bin/python3
"""Writes the manual page of a configuration file from the comments in it: settings.py FILE FOLDER DATE PACKAGE."""

import re
import sys
from pathlib import Path
from typing import Dict, List, NamedTuple, Tuple

from man import plain


class File(NamedTuple):
    """Whose file it is, how a mistake in it is found, when it is read, and the pages of what reads it."""

    owner: str
    check: str
    read: str
    others: List[Tuple[str, int]]


FILES: Dict[str, File] = {
    "nvirtd.json": File("nvirtd", "nvirtd --check-config", "nvirtd reads the file when it begins, and again on SIGHUP.", [("nvirtd", 8)]),
    "nvirt-fleet.json": File(
        "nvirt-fleetd", "nvirt-fleetd --check-config", "nvirt-fleetd reads the file when it begins.",
        [("nvirt-fleetd", 8), ("nvirt-agent.json", 5)]),
    "nvirt-agent.json": File(
        "nvirt agent", "nvirt agent --dry", "The agent reads the file when it begins. Options of the command line come first.",
        [("nvirt-agent", 1), ("nvirt-fleet.json", 5)]),
}

# A setting with its value and what is said about it; it may stand in a comment itself.
SETTING = re.compile(r'^\s*(?://\s*)?"(?P<name>\w+)": (?P<value>.*?),?(?:\s*// (?P<text>.*))?$')


def settings(text: str) -> List[str]:
    """The settings as troff takes them, each by its whole name."""
    out: List[str] = []
    parent = last = ""
    for line in text.splitlines():
        match = SETTING.match(line)
        if match and match["value"] != "{":
            last, value, about = parent + match["name"], plain(match["value"]).replace('"', "\\(dq"), match["text"] or ""
            out += [".TP", f'.BR {last} " = {value}"', plain(about[:1].upper() + about[1:] + ".") if about else "\\&"]
        elif match:
            parent = match["name"] + "."
        elif line.strip(" /") == "{" and last:
            # The object that the last setting can be.
            parent = last + "."
        elif line.strip(" /").startswith("}"):
            parent = ""
    return out


def main(file: str, folder: str, date: str, package: str) -> None:
    text = Path(file).read_text(encoding="utf-8")
    name = Path(file).name
    about = FILES[name]
    out = [f'.TH {name.upper()} 5 {date} "{package}" "NVirt"', ".SH NAME", f"{plain(name)} \\- the configuration of {about.owner}",
           ".SH DESCRIPTION", "JSON, with comments and last commas. A setting that does not exist is a mistake, which",
           f".B {plain(about.check)}", "finds.", plain(about.read),
           ".SH SETTINGS", "With the values that they have if they are left out:"]
    out += settings(text)
    out += [".SH FILES", f".I /etc/nvirt/{plain(name)}", ".SH SEE ALSO",
            ",\n".join(f".BR {plain(page)} ({section})" for page, section in about.others)]
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / f"{name}.5").write_text("\n".join(out) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit("usage: settings.py FILE FOLDER DATE PACKAGE")
    main(*sys.argv[1:])
