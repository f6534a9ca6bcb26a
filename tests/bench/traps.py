#!/usr/bin/env python3
"""traps.py PROGRAM FOLDER: of how many sentences that are made to trap something airs at all: holding all is no answer.

FOLDER has tables of traps (a sentence a line, what stands behind a TAB is for the judge; # begins a comment) and
articles in cases/. Each sentence is put into a small article and read by `PROGRAM extract --json`. FOLDER/check.py,
where there is one, judges how many go wrong: its last line is printed, too."""
import glob
import json
import os
import subprocess
import sys
import tempfile

# What the same traps gave before they were minded: measured on the program of 25 November 2026.
BEFORE = "before: 110 of 133 aired, 100 went wrong, one of them a crash"
# Of a table, by its name: the article round a sentence, in its language.
ENGLISH = "A bridge is talked about\n\nThe talks on the bridge went on for the third day.\n\n%s\n\nThe council meets again in a week.\n"
GERMAN = "Über eine Brücke wird geredet\n\nDie Gespräche über die Brücke gehen in den dritten Tag.\n\n%s\n\nDer Rat tagt in einer Woche noch einmal.\n"
NAMED = ENGLISH % "“It is a great day for the children of this town,” said %s."
ABOVE = "%s\n\nA bridge is talked about\n\nThe talks on the bridge went on for the third day.\n\n“It will stand,” said Tom Reed, who built it.\n"
TITLE = "%s\n\nThe talks on the bridge went on for the third day.\n"
ARTICLES = {"german": GERMAN, "invisible": NAMED, "furniture": ABOVE, "titles": TITLE}


def lines_of(path):
    with open(path, encoding="utf-8") as table:
        return [line.rstrip("\n").split("\t")[0] for line in table if line.strip() and not line.startswith("#")]


def snippets_of(program, paths):
    """For each file its snippets, in order."""
    text = subprocess.run([program, "extract", "--json"] + paths, capture_output=True, check=False).stdout.decode().strip()
    found, decoder, at = {}, json.JSONDecoder(), 0
    while at < len(text):
        document, at = decoder.raw_decode(text, at)
        while at < len(text) and text[at].isspace():
            at += 1
        found[document["file"]] = document["snippets"]
    return [found.get(path, []) for path in paths]


def airing(snippets, start, end):
    """How many snippets of the bytes [start, end) air."""
    return sum(not s["hold"] and start <= s["start"] < end for s in snippets)


def table_figures(program, path, folder):
    name = os.path.basename(path).split(".")[0]
    lines, paths, spans = lines_of(path), [], []
    for number, line in enumerate(lines):
        paths.append(os.path.join(folder, "%s-%d.txt" % (name, number)))
        before, behind = ARTICLES.get(name, ENGLISH).split("%s")
        start = 0 if name == "invisible" else len(before.encode())
        spans.append((start, len((before + line + behind).encode()) if name == "invisible" else start + len(line.encode())))
        with open(paths[-1], "w", encoding="utf-8") as article:
            article.write(before + line + behind)
    found = [airing(snippets, *span) for snippets, span in zip(snippets_of(program, paths), spans)]
    tell(name, sum(count > 0 for count in found), len(found))
    if name == "follow":
        tell("  both quotations", sum(count > 1 for count in found), len(found))
    return sum(count > 0 for count in found), len(found)


def tell(name, airs, count):
    print("traps, %-18s %3d of %3d air" % (name, airs, count))


def main():
    if len(sys.argv) != 3:
        sys.exit("traps.py PROGRAM FOLDER")
    program, traps = os.path.abspath(sys.argv[1]), sys.argv[2]
    if not os.path.isdir(traps):
        print("No traps in %s: how many air was not measured (SHARED=FOLDER)." % traps)
        return
    airs = count = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(glob.glob(os.path.join(traps, "*.txt")) + glob.glob(os.path.join(traps, "*.tsv"))):
            some, all_of_it = table_figures(program, path, folder)
            airs, count = airs + some, count + all_of_it
    cases = sorted(glob.glob(os.path.join(traps, "cases", "*.txt")))
    some = sum(any(s["kind"] == "quote" and not s["hold"] for s in snippets) for snippets in snippets_of(program, cases))
    tell("cases", some, len(cases))
    tell("all", airs + some, count + len(cases))
    print("traps, %s" % BEFORE)
    check = os.path.join(traps, "check.py")
    if os.path.exists(check):
        judged = subprocess.run([sys.executable, check, program, os.path.abspath(traps)], capture_output=True, check=False).stdout.decode()
        print("traps, judged: " + judged.strip().split("\n")[-1])


if __name__ == "__main__":
    main()
