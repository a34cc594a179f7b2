#!/usr/bin/python3
"""Writes the manual pages of section 3 from the comments of nvirt.h: make.py FOLDER."""

import re
import sys
from pathlib import Path
from typing import Iterator, Tuple

HEADER = Path(__file__).resolve().parents[1] / "include" / "nvirt.h"
FUNCTION = re.compile(r"/\* ((?:[^*]|\*(?!/))*?) ?\*/\n((?:const char \*|void |int32_t )(nvirt_\w+)\([^;]*\);)")


def functions(header: str) -> Iterator[Tuple[str, str, str]]:
    """Name, prototype and description of each function."""
    for match in FUNCTION.finditer(header):
        comment = " ".join(line.strip(" *") for line in match.group(1).splitlines())
        yield match.group(3), re.sub(r"\s+", " ", match.group(2)), comment


def overview(header: str) -> str:
    """The paragraphs of the long comment in front."""
    text = header[header.index("/*\n") + 3 : header.index("\n */\n")]
    paragraphs = "\n".join(line.strip(" *") for line in text.splitlines()).split("\n\n")
    return "\n".join(section(*paragraph.replace("\n", " ").split(". ", 1)) for paragraph in paragraphs)


def section(title: str, text: str) -> str:
    return f".SH {title.strip().upper()}\n{plain(text)}"


def plain(text: str) -> str:
    """Text as troff takes it."""
    text = text.strip().replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text[:1] in (".", "'") else text


def first_sentence(text: str) -> str:
    return plain(re.split(r"[.:;](?:\s|$)", text, maxsplit=1)[0])


def page(name: str, prototype: str, comment: str, version: str) -> str:
    return (
        f'.TH {name} 3 "" "nvirt {version}"\n.SH NAME\n{name} \\- {first_sentence(comment)}\n'
        f".SH SYNOPSIS\n.B #include <nvirt.h>\n.PP\n.B {plain(prototype)}\n.SH DESCRIPTION\n{plain(comment)}\n"
        ".SH SEE ALSO\n.BR nvirt (3)\n"
    )


def main(folder: str) -> None:
    header = HEADER.read_text()
    version = ".".join(re.findall(r"#define NVIRT_VERSION_\w+ (\d+)", header))
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    names = []
    for name, prototype, comment in functions(header):
        (target / f"{name}.3").write_text(page(name, prototype, comment, version))
        names.append(name)
    (target / "nvirt.3").write_text(
        f'.TH nvirt 3 "" "nvirt {version}"\n.SH NAME\nnvirt \\- which CPU a virtual machine gets, and where it can run\n'
        + ".SH SYNOPSIS\n.B #include <nvirt.h>\n.PP\nLink with \\-lnvirt.\n"
        + overview(header)
        + "\n.SH SEE ALSO\n"
        + "\n".join(f".BR {n} (3)," for n in names).rstrip(",")
        + "\n"
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make.py FOLDER")
    main(sys.argv[1])
