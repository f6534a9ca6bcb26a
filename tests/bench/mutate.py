#!/usr/bin/env python3
"""mutate.py PROGRAM COUNT FOLDER...: documents of the folders, damaged in COUNT ways (the same each time), through the
reader. No title that would air may hold markup, an entity or a brace that is not its own text: what stands between the marks
of one element or string of the document, by a reading of its own that knows no format. Nor may a document that is cut off
give a title that the whole one gives longer. Prints TAP and the share of titles that were looked at closely."""
import html
import json
import os
import random
import re
import subprocess
import sys
import tempfile

program, count, folders = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
BATCH = 100
TEXTS = ("headlines", "plain text", "Markdown", "CSV", "mail")  # where nothing tells that more was to come
LARGEST = 64 << 10
PIECES = [b"&", b"<", b">", b"{", b"}", b'"', b"]]>", b"<![CDATA[", b"&lt;", b"&amp;lt;b&gt;", b"&eacute;", b"&#146;", b"<b>", b"</title>",
          b"<title>", b"<item>", b"</entry>", b"<!--", b"-->", b"\0", b"\x1b[2J", b"\xff\xfe", b"\xc3", b"<?xml version='1.0' encoding='utf-16'?>",
          b"&x;", b"<script>", b"\\u0000", b"\\ud800", b"\n\n", b"**", b",", b";"]
SUSPECT = re.compile(r"</?[A-Za-z!?][^>]*>|&#?\w+;|[{}]|<!\[CDATA\[|\]\]>")
dice = random.Random(1)


def documents():
    for folder in folders:
        for path, _, names in os.walk(folder):
            for name in names:
                full = os.path.join(path, name)
                if os.path.getsize(full) <= LARGEST and not name.endswith((".jsonl", ".py")) and not name.startswith("within_"):
                    yield full


def damaged(data):
    """What was done, and the document after it."""
    at = dice.randrange(len(data) + 1)
    size = dice.choice([1, 1, 2, 8, 40, 200])
    kind = dice.choice(["cut", "cut", "drop", "again", "put", "put", "put", "byte", "swap", "title"])
    if kind == "cut":
        return kind, data[:at]
    if kind == "drop":
        return kind, data[:at] + data[at + size:]
    if kind == "again":
        return kind, data[:at + size] + data[at:]
    if kind == "put":
        return kind, data[:at] + dice.choice(PIECES) + data[at:]
    if kind == "byte":
        return kind, data[:at] + bytes([dice.randrange(256)]) + data[at + 1:]
    if kind == "swap":
        other = dice.randrange(len(data) + 1)
        first, second = min(at, other), max(at, other)
        return kind, data[:first] + data[second:second + size] + data[first:second] + data[second + size:]
    heads = [m.end() for m in re.finditer(rb"(?i)<(?:title|headline|hl1|h1)[^>]*>|\"(?:title|headline)\": *\"", data)]
    where = dice.choice(heads) + dice.randrange(30) if heads else at
    return kind, data[:where] + dice.choice(PIECES) + data[where:]


def read(paths):
    run = subprocess.run([program, "feed", "--json", *paths], capture_output=True)
    if run.returncode < 0:
        return None
    decoder, text, at, found = json.JSONDecoder(), run.stdout.decode("utf-8", "strict"), 0, {}
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        found[value["file"]] = value
    return found


def titles(document):
    return [i["title"] for i in document.get("items", []) if i.get("title") and not i.get("hold")]


def plain(text):
    """Entities and escapes resolved as often as they can be, tags and white space away."""
    for _ in range(4):
        text = html.unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text))
    text = re.sub(r"(?s)<!\[CDATA\[|\]\]>|<!--.*?-->|\\[nt]", "", text).replace('\\"', '"').replace("\\/", "/")
    return re.sub(r"\s+", "", re.sub(r"[\x00-\x1f\x7f-\x9f\ufffd\u200b-\u200f\ufeff]", "", text))


def own(title, data, told):
    """It is all that stands between two marks of the document."""
    wanted = re.sub(r"\s+", "", plain(title))
    for encoding in ("utf-8", "cp1252", "utf-16", told):
        try:
            text = data.decode(encoding, "ignore")
        except LookupError:  # a name that Python has not
            continue
        inside = re.findall(r"(?is)<((?:\w+:)?(?:title|headline|hl1|hedline|h1|event|description|name|source))\b[^>]*>(.*?)</\1\s*>", text)
        strings = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
        lines = re.split(r"[\n\r]|\*\*", text)
        for piece in [i[1] for i in inside] + strings + lines:
            if wanted in (plain(piece), plain(re.sub(r"<[^>]*>", "", piece)), plain(re.sub(r"<[^>]*>", "", html.unescape(piece))),
                          plain(piece.rstrip("<\r")), plain(re.sub(r"</?(?:b|i|em|strong|a|span)\b[^>]*>", "", piece))):
                return True
    return False


sources = sorted(documents())
whole = {}
for start in range(0, len(sources), BATCH):
    for path, document in read(sources[start:start + BATCH]).items():
        whole[path] = set(titles(document))
seen = close = 0
bad = []
with tempfile.TemporaryDirectory() as work:
    for start in range(0, count, BATCH):
        made = []
        for i in range(min(BATCH, count - start)):
            path = dice.choice(sources)
            with open(path, "rb") as file:
                kind, data = damaged(file.read())
            name = os.path.join(work, "%d-%s" % (i, os.path.basename(path)))
            with open(name, "wb") as file:
                file.write(data)
            made.append((path, kind, data, name))
        answers = read([m[3] for m in made])
        if not answers:
            bad.append("the program died on one from number %d on" % start)
            continue
        for path, kind, data, name in made:
            document = answers.get(name, {})  # what is no text at all is refused whole
            is_text = document.get("format") in TEXTS
            for title in titles(document):
                seen += 1
                half = kind == "cut" and not is_text and title not in whole.get(path, ()) and \
                    any(w.startswith(title) for w in whole.get(path, ()))
                suspect = SUSPECT.search(title)
                close += bool(suspect)
                if half or suspect and title not in whole.get(path, ()) and not own(title, data, document["encoding"]):
                    bad.append("%s, %s: %s%r" % (path, kind, "half: " if half else "", title))
                    if os.environ.get("KEEP"):
                        with open(os.path.join(os.environ["KEEP"], os.path.basename(name)), "wb") as file:
                            file.write(data)
for line in bad[:40]:
    print("#", line)
verdict = "ok" if seen and not bad else "not ok"
print("%s 1 - %d damaged documents of %d give %d titles; %d looked like markup, %d are not their own text" %
      (verdict, count, len(sources), seen, close, len(bad)))
print("1..1")
sys.exit(bool(bad) or not seen)
