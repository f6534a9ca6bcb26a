#!/usr/bin/env python3
"""untitled.py PROGRAM SHARED [--list]: how often an article without its title gives a headline by deletion from its lead.

Takes the first paragraph off the articles of SHARED/quotes/bbc and train (those that were read whole), draws 100 by
a seed and asks `PROGRAM extract --json`. --list prints what airs beside the sentence it was made of, to be read."""
import glob
import json
import os
import random
import re
import subprocess
import sys
import tempfile

DRAWN, SEED = 100, 15


def is_read(path):
    items = json.load(open(path[:-4] + ".json", encoding="utf-8"))
    return all(item.get("by") != "auto" for item in items)


def without_title(text):
    parts = re.split(r"\n\s*\n|\n", text.lstrip(), maxsplit=1)
    return parts[1].lstrip() if len(parts) > 1 else ""


def headline(program, path):
    text = subprocess.run([program, "extract", "--json", path], capture_output=True, check=False).stdout.decode()
    snippets = json.loads(text)["snippets"] if text.strip() else []
    return next((s["text"] for s in snippets if s["kind"] == "headline" and not s["hold"]), None)


def main():
    if len(sys.argv) < 3:
        sys.exit("untitled.py PROGRAM SHARED [--list]")
    program, shared = os.path.abspath(sys.argv[1]), sys.argv[2]
    paths = [path for name in ("bbc", "train") for path in sorted(glob.glob(os.path.join(shared, "quotes", name, "*.txt")))
             if is_read(path)]
    if not paths:
        print("No articles in %s: how many untitled ones give a headline was not measured (SHARED=FOLDER)." % shared)
        return
    given = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in random.Random(SEED).sample(paths, DRAWN):
            body = without_title(open(path, encoding="utf-8", newline="").read())
            copy = os.path.join(folder, "article.txt")
            with open(copy, "w", encoding="utf-8") as out:
                out.write(body)
            found = headline(program, copy)
            given += found is not None
            if "--list" in sys.argv:
                print("%s: %s\n    %s" % (os.path.basename(path), found or "-", body.split("\n")[0][:300]))
    print("untitled articles, %d drawn by seed %d: %d give a headline (at least 60 are asked)" % (DRAWN, SEED, given))


if __name__ == "__main__":
    main()
