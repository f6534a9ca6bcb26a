#!/usr/bin/env python3
"""tables.py: writes references.inc and encodings.inc beside itself.

The names of HTML's character references (HTML Standard, 13.5) and what the bytes of the single-byte
encodings mean (WHATWG Encoding Standard, 9) are read from Python's own standard library, which is
in Debian's package libpython3-stdlib."""
import codecs
import encodings.aliases
import html.entities
import os

folder = os.path.dirname(os.path.abspath(__file__))
HEAD = "/* Written by tables.py. */\n"

# The standard's name, Python's name of the same bytes, and the labels that mean it.
ENCODINGS = [
    ("windows-1252", "cp1252", "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 "
     "iso_8859-1 latin1 latin-1 l1 us-ascii ascii ansi_x3.4-1968 iso-ir-100 cp819 ibm819 "
     "csisolatin1"),
    ("windows-1250", "cp1250", "windows-1250 cp1250 x-cp1250"),
    ("windows-1251", "cp1251", "windows-1251 cp1251 x-cp1251 win-1251"),
    ("windows-1253", "cp1253", "windows-1253 cp1253 x-cp1253"),
    ("windows-1254", "cp1254", "windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso_8859-9 "
     "latin5 l5"),
    ("windows-1255", "cp1255", "windows-1255 cp1255 x-cp1255"),
    ("windows-1256", "cp1256", "windows-1256 cp1256 x-cp1256"),
    ("windows-1257", "cp1257", "windows-1257 cp1257 x-cp1257"),
    ("windows-1258", "cp1258", "windows-1258 cp1258 x-cp1258"),
    ("windows-874", "cp874", "windows-874 tis-620 iso-8859-11 iso8859-11 dos-874"),
    ("ISO-8859-2", "iso8859-2", "iso-8859-2 iso8859-2 iso_8859-2 latin2 l2"),
    ("ISO-8859-3", "iso8859-3", "iso-8859-3 iso8859-3 iso_8859-3 latin3 l3"),
    ("ISO-8859-4", "iso8859-4", "iso-8859-4 iso8859-4 iso_8859-4 latin4 l4"),
    ("ISO-8859-5", "iso8859-5", "iso-8859-5 iso8859-5 iso_8859-5 cyrillic"),
    ("ISO-8859-6", "iso8859-6", "iso-8859-6 iso8859-6 iso_8859-6 arabic asmo-708"),
    ("ISO-8859-7", "iso8859-7", "iso-8859-7 iso8859-7 iso_8859-7 greek greek8"),
    ("ISO-8859-8", "iso8859-8", "iso-8859-8 iso8859-8 iso_8859-8 hebrew visual iso-8859-8-i logical"),
    ("ISO-8859-10", "iso8859-10", "iso-8859-10 iso8859-10 latin6 l6"),
    ("ISO-8859-13", "iso8859-13", "iso-8859-13 iso8859-13"),
    ("ISO-8859-14", "iso8859-14", "iso-8859-14 iso8859-14"),
    ("ISO-8859-15", "iso8859-15", "iso-8859-15 iso8859-15 iso_8859-15 latin-9 latin9 l9"),
    ("ISO-8859-16", "iso8859-16", "iso-8859-16 iso8859-16"),
    ("KOI8-R", "koi8-r", "koi8-r koi8 koi koi8_r cskoi8r"),
    ("KOI8-U", "koi8-u", "koi8-u koi8-ru"),
    ("IBM866", "cp866", "ibm866 cp866 866 csibm866"),
    ("macintosh", "mac-roman", "macintosh mac x-mac-roman csmacintosh"),
    ("MacGreek", "mac-greek", "mac-greek"),
    ("MacTurkish", "mac-turkish", "mac-turkish"),
]


def quoted(text):
    return "".join(f"\\{b:03o}" if b < 32 or b > 126 or b in b'"\\?' else chr(b)
                   for b in text.encode())


def references():
    names = html.entities.html5
    with open(os.path.join(folder, "references.inc"), "w", encoding="ascii") as out:
        out.write(HEAD)
        for name in sorted(n[:-1] for n in names if n.endswith(";")):
            bare = "true" if name in names else "false"
            out.write(f'{{"{name}", "{quoted(names[name + ";"])}", {bare}}},\n')


def meaning(byte, python_name):
    try:
        return ord(codecs.decode(bytes([byte]), python_name))
    except UnicodeDecodeError:
        return 0xFFFD


def labels_of(own, taken):
    """Those of a row and all that Python knows for the same, without what stands between letters
    and digits; each once, for the first row that has it."""
    names = own.split()
    for label in own.split():
        try:
            known = codecs.lookup(label).name.replace("-", "_")
        except LookupError:
            continue
        known = "latin_1" if known == "iso8859_1" else known  # its name and its aliases differ
        names += [known] + [a for a, of in sorted(encodings.aliases.aliases.items()) if of == known]
    plain = ["".join(c for c in name.lower() if c.isalnum()) for name in names]
    fresh = [label for i, label in enumerate(plain) if label not in plain[:i] and label not in taken]
    taken.update(fresh)
    return fresh


def write_encodings():
    taken = set()
    with open(os.path.join(folder, "encodings.inc"), "w", encoding="ascii") as out:
        out.write(HEAD)
        for name, python_name, labels in ENCODINGS:
            out.write(f'{{"{name}",\n')
            lines = [""]
            for label in labels_of(labels, taken):
                if len(lines[-1]) + len(label) > 88:
                    lines.append("")
                lines[-1] += label + " "
            lines[0] = " " + lines[0]
            out.write("\n".join(f' "{line}"' for line in lines) + ",\n {")
            for byte in range(128, 256):
                out.write(f"0x{meaning(byte, python_name):04x},")
                out.write("\n  " if byte % 8 == 7 else " ")
            out.write("}},\n")


references()
write_encodings()
