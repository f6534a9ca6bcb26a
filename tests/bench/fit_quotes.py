#!/usr/bin/env python3
"""fit_quotes.py PROGRAM SHARED [TABLE] [--list]: fits and measures who said it.

Reads annotated quotations (SHARED/quotes/SET/NAME.txt and NAME.json), asks `PROGRAM extract --why` for
the candidates of each quotation with their features, fits a linear model, ten times without a tenth
of the articles, and prints how often the names that would air are right out of fold, with Wilson
intervals. TABLE: fits on all and writes the table that the program reads. --list prints each
wrong one with its sentence. The standard library alone; the same input gives the same output."""
import bisect
import collections
import concurrent.futures
import datetime
import glob
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile

FIT_SETS = ("dev", "train", "bbc")  # weights are fitted on these
FOLDS = 10
FEW = 2000  # quotations: below, one threshold for all classes
EPOCHS = 16
RATE = 0.1
DECAY = 1e-3  # of the weights, towards nothing
CLASSES = ("beside", "named", "pronoun", "role", "inherited")
THRESHOLD_LEAST, THRESHOLD_MOST = -20000, 20000
PRIOR = 0.05  # of a calibration: so much speaks for a margin that is what it says
CALIBRATION_STEPS = 20
TARGETS = {"en": 0.9768, "de": 0.95}  # how many of all that air shall be right: thresholds
MORE = (0.985, 0.964)  # and for the other rows of the table
MAX_CHARS = 200

# --- names, as the annotations' own scorer compares them

STOP = set("the a an of for to in at on and or his her its their our my this that by with from who former mr mrs ms dr "
           "sen rep gov president senator secretary".split())
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
PARTICLES = ("de", "la", "van", "von", "bin")


def straight(text):
    for curly, plain in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\xa0", " "), ("''", '"'), ("—", "-"), ("–", "-")):
        text = text.replace(curly, plain)
    return re.sub(r"\s+", " ", text).strip().strip('"').strip()


def name_words(name):
    name = re.sub(r"'s\b", "", straight(name))
    before, comma, _ = name.partition(",")  # "NAME, the chief of it"; of "the chief of it, NAME" all stays
    name = before if comma and re.search(r",\s*(?!Jr|Sr)", name) and is_name(before) else name
    return re.findall(r"[\w'&\-]+", name.lower())


def is_name(name):
    words = [word for word in re.findall(r"[^\s,]+", name) if word.lower().strip(".") not in STOP]
    return (bool(words) and all(word[0].isupper() or word.lower() in PARTICLES for word in words)
            and not name.lower().startswith("the ") and len(words) <= 5)


def same(gold, given):
    if not gold.strip() or not given.strip():
        return False
    a = [word for word in name_words(gold) if word not in STOP]
    b = [word for word in name_words(given) if word not in STOP]
    if not a or not b:
        return name_words(gold) == name_words(given)
    if not is_name(gold.strip()):
        return bool(set(a) & set(b))
    suffix_a, suffix_b = set(a) & SUFFIXES, set(b) & SUFFIXES
    a = [word for word in a if word not in SUFFIXES]
    b = [word for word in b if word not in SUFFIXES]
    if not a or not b or a[-1] not in b:
        return False
    if len(a) >= 2:
        first = [word for word in b[:len(b) - 1 - b[::-1].index(a[-1])] if len(word) > 1]
        if first and len(a[0]) > 1 and first[-1] != a[0] and not set(first) & set(a[:-1]) and is_name(given.strip()):
            if not (first[-1].startswith(a[0][:3]) or a[0].startswith(first[-1][:3])):
                return False
    return not (suffix_a != suffix_b and len(b) >= 2 and "jr" in suffix_a | suffix_b)


# --- what is annotated, and what the program makes of it

# Words of one quotation: a paragraph, and a mark opened again inside of one, part it.
PART = re.compile(r"[^\s\"“](?:(?![.?!…] +[\"“]\S)[^\n])*[^\n]?")

# "Kultusministerin Eisenmann" is Susanne Eisenmann: what German puts before a surname.
TITLE = re.compile(r"^(?:\S*(?:minister|präsident|kanzler|professor|sprecher|richter|politiker|kommissar)(?:in)?|dr\.|prof\.|herr|frau) (?=\S)", re.I)


class Gold:
    def __init__(self, item, start, end):
        self.start, self.end = start, end
        self.ignore = bool(item.get("ignore"))
        self.speakers = [item.get("speaker") or ""] + item.get("accept", [])
        self.speakers += [TITLE.sub("", name) for name in self.speakers if TITLE.match(name)]
        self.mention = item.get("mention") or ""

    def judge(self, name):
        """True, False, or None for a role that is given as it stands in the text."""
        if any(same(speaker, name) for speaker in self.speakers):
            return True
        return None if straight(name).lower() == straight(self.mention).lower() else False


class Article:
    def __init__(self, set_name, path):
        self.set, self.path, self.name = set_name, path, os.path.basename(path)[:-4]
        self.text = open(path, encoding="utf-8", newline="").read()
        self.bytes = self.text.encode()
        offsets = [0]
        for character in self.text:
            offsets.append(offsets[-1] + len(character.encode()))
        items = json.load(open(path[:-4] + ".json", encoding="utf-8"))
        self.read = all(item.get("by") != "auto" for item in items)
        self.gold, self.lost = [], []  # lost: annotated words that the text does not have
        behind = 0
        for item in items:
            start = item.get("start", self.text.find(item["quote"], behind))
            if start < 0:
                start = self.text.find(item["quote"])
            if start < 0:
                self.lost.append(item["quote"])
                continue
            end = item.get("end", start + len(item["quote"]))
            behind = start
            for part in PART.finditer(self.text[start:end]):
                self.gold.append(Gold(item, offsets[start + part.start()], offsets[start + part.end()]))
        self.gold.sort(key=lambda gold: gold.start)
        self.quotations = {}  # (start, end): candidates
        self.chosen = {}  # (start, end): class and margin of the best

    def match(self, start, end):
        """The annotation whose words these are; "part" where they only overlap with one."""
        overlap = None
        for gold in self.gold:
            common = min(end, gold.end) - max(start, gold.start)
            if common > 0:
                if common >= 0.8 * max(end - start, gold.end - gold.start):
                    return gold
                overlap = overlap or gold
        return overlap if overlap and overlap.ignore else None


def load(shared, set_name):
    paths = sorted(glob.glob(os.path.join(shared, "quotes", set_name, "*.txt")))
    articles = [Article(set_name, path) for path in paths]
    return [article for article in articles if article.read]


def run(program, arguments, paths, folder=None):
    environment = dict(os.environ, MOTOGRAPH_DATA=folder) if folder else None
    return subprocess.run([program, "extract"] + arguments + paths, capture_output=True, env=environment, check=False).stdout.decode()


def explain(program, articles, folder=None):
    """Fills the candidates of each quotation: (class, name, features)."""
    by_path = {article.path: article for article in articles}
    article = candidates = span = None
    for article in articles:
        article.quotations, article.chosen = {}, {}
    for line in run(program, ["--why"], list(by_path), folder).split("\n"):
        fields = line.split("\t")
        if line in by_path:
            article = by_path[line]
        elif fields[0] == "quotation":
            candidates, span = [], (int(fields[1]), int(fields[2]))
            article.quotations[span] = candidates
        elif fields[0] == "chosen":
            article.chosen[span] = (fields[1], int(fields[3]))
        elif len(fields) > 3:
            candidates.append((fields[0], fields[1], fields[3:]))


# --- the model: a softmax over the candidates and nobody

class Case:
    """A quotation to fit on: for each candidate its features as numbers; which are right."""
    def __init__(self, vectors, right):
        self.vectors, self.right = vectors, right


def cases_of(articles, numbers):
    cases = []
    for article in articles:
        for (start, end), candidates in sorted(article.quotations.items()):
            gold = article.match(start, end)
            if not candidates or (gold and gold.ignore):
                continue
            vectors = [[numbers.setdefault((kind, feature), len(numbers)) for feature in features]
                       for kind, _, features in candidates]
            right = [bool(gold) and gold.judge(name) is not False for _, name, _ in candidates]
            cases.append(Case(vectors, right))
    return cases


def fit(cases, count):
    """AdaGrad (Duchi et al. 2011) on the log likelihood of a right candidate, or of nobody."""
    weights, squares = [0.0] * count, [1e-6] * count
    order = list(range(len(cases)))
    shuffle = random.Random(1)
    mean, kept = [0.0] * count, 0  # of the second half of the epochs: a single one depends on the order
    for epoch in range(EPOCHS):
        shuffle.shuffle(order)
        rate = RATE / (1 + 0.3 * epoch)
        for index in order:
            case = cases[index]
            scores = [sum(weights[number] for number in vector) for vector in case.vectors]
            most = max(0.0, max(scores))
            shares = [math.exp(score - most) for score in scores]
            nobody = math.exp(-most)
            total = sum(shares) + nobody
            right = sum(share for share, good in zip(shares, case.right) if good)
            none = not any(case.right)
            for share, good, vector in zip(shares, case.right, case.vectors):
                wanted = share / right if good and right > 0 else 0.0
                slope = wanted - share / total
                if not none and not good:
                    slope = -share / total
                if abs(slope) < 1e-4:
                    continue
                for number in vector:
                    step = slope - DECAY * weights[number]
                    squares[number] += step * step
                    weights[number] += rate * step / math.sqrt(squares[number])
        if 2 * epoch >= EPOCHS:
            kept += 1
            mean = [a + b for a, b in zip(mean, weights)]
    return [weight / kept for weight in mean]


def as_table(weights, numbers):
    return {key: round(1000 * weights[number]) for key, number in numbers.items() if number < len(weights)}


def train(articles):
    numbers = {}
    cases = cases_of(articles, numbers)
    return as_table(fit(cases, len(numbers)), numbers)


# --- thresholds and figures

def wilson(right, count, z=1.96):
    if count == 0:
        return 0.0, 1.0
    share = right / count
    middle = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - spread) / (1 + z * z / count), (middle + spread) / (1 + z * z / count)


class Outcome:
    """What would become of a quotation out of fold."""
    def __init__(self, article, gold, kind, name, margin, airs, snippet):
        self.article, self.gold, self.kind, self.name, self.margin = article, gold, kind, name, margin
        self.airs, self.snippet = airs, snippet
        self.judged = gold.judge(name) if gold and name else False


def write_table(path, table, thresholds, sets, figures=()):
    groups = collections.defaultdict(dict)
    for (kind, feature), weight in table.items():
        if weight:
            groups[kind][feature] = weight
    for kind in CLASSES:
        groups[kind].setdefault("bias", 0)  # a table without a class is refused
    with open(path, "w", encoding="utf-8") as out:
        out.write("# Who said it: the weights of the features of src/extract/candidate.h, in thousandths of a natural\n"
                  "# logarithm of odds, and for each language the margins from which on a name airs. Fitted by\n"
                  "# `make fit-quotes` on %s, on %s; not to be edited by hand.\n" % (datetime.date.today(), sets))
        for line in figures:
            out.write("# %s\n" % line)
        for kind in CLASSES:
            out.write("\n%s:\n{\n" % kind)
            for feature, weight in sorted(groups[kind].items()):
                out.write("    %s = %d;\n" % (feature, weight))
            out.write("};\n")
        for language, limits in thresholds.items():
            out.write("\nthresholds_%s:\n{\n" % language)
            for kind in CLASSES:
                out.write("    %s = %d;\n" % (kind, limits[kind]))
            out.write("};\n")


OPEN = {kind: THRESHOLD_LEAST for kind in CLASSES}


def lay_out(folder, table, languages_folder):
    """A folder of data with that table, which lets every name air."""
    languages = os.path.join(folder, "languages")
    os.mkdir(languages)
    for path in glob.glob(os.path.join(languages_folder, "*.cfg")):
        os.symlink(os.path.abspath(path), os.path.join(languages, os.path.basename(path)))
    write_table(os.path.join(languages, "speakers.weights"), table, {"en": OPEN, "de": OPEN}, "")


def outcomes_of(program, articles, table, languages_folder):
    """Runs the program with a table that lets every name air."""
    with tempfile.TemporaryDirectory() as folder:
        lay_out(folder, table, languages_folder)
        explain(program, articles, folder)
        text = run(program, ["--json"], [article.path for article in articles], folder)
    by_path = {article.path: article for article in articles}
    outcomes, decoder, at = [], json.JSONDecoder(), 0
    text = text.strip()
    while at < len(text):
        document, at = decoder.raw_decode(text, at)
        while at < len(text) and text[at].isspace():
            at += 1
        article = by_path[document["file"]]
        for snippet in document["snippets"]:
            if snippet["kind"] != "quote":
                continue
            start, end = snippet["start"], snippet["end"]
            gold = article.match(start, end)
            if gold and gold.ignore:
                continue
            kind, margin = article.chosen.get((start, end), ("none", THRESHOLD_LEAST))
            name = snippet["speaker"] or ""
            outcomes.append(Outcome(article, gold, kind, name, margin, not snippet["hold"] and bool(name), snippet))
    return outcomes


def explain_fitted(program, articles, languages_folder):
    """The candidates, where who spoke before was chosen by a model fitted on the choices of the rules."""
    table = {}
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            lay_out(folder, table, languages_folder)
            explain(program, articles, folder)
        if not table:
            table = train(articles)


def fold_of(articles):
    """Ten parts by article, the same each time."""
    order = list(range(len(articles)))
    random.Random(7).shuffle(order)
    return {articles[index].path: place % FOLDS for place, index in enumerate(order)}


def one_fold(job):
    program, articles, folds, fold, languages_folder = job
    table = train([article for article in articles if folds[article.path] != fold])
    return outcomes_of(program, [article for article in articles if folds[article.path] == fold], table, languages_folder)


def out_of_fold(program, articles, languages_folder):
    explain_fitted(program, articles, languages_folder)
    folds = fold_of(articles)
    jobs = [(program, articles, folds, fold, languages_folder) for fold in range(FOLDS)]
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        return [outcome for part in pool.map(one_fold, jobs) for outcome in part]


def calibrate(items):
    """The odds that a name is right, as a line of its margin (Platt 1999, by Newton's method): where it begins, how
    steep it is. `items`: pairs of a margin in logarithms of odds and whether the name was right."""
    begin, steep = 0.0, 1.0
    for _ in range(CALIBRATION_STEPS):
        slopes, curves = [-PRIOR * begin, -PRIOR * (steep - 1)], [PRIOR, 0.0, PRIOR]
        for margin, right in items:
            share = 1 / (1 + math.exp(-max(-30.0, min(30.0, begin + steep * margin))))
            error, weight = right - share, share * (1 - share)
            slopes[0] += error
            slopes[1] += error * margin
            curves[0] += weight
            curves[1] += weight * margin
            curves[2] += weight * margin * margin
        size = curves[0] * curves[2] - curves[1] * curves[1]
        begin += (curves[2] * slopes[0] - curves[1] * slopes[1]) / size
        steep += (curves[0] * slopes[1] - curves[1] * slopes[0]) / size
    return begin, steep


def common_threshold(outcomes, target):
    """One margin for all classes, where too few quotations are measured for one of each."""
    limits = {kind: THRESHOLD_MOST for kind in CLASSES}
    right = 0
    items = sorted((o for o in outcomes if o.airs and o.kind in limits and (o.judged is not None or not o.gold)), key=lambda o: -o.margin)
    for count, outcome in enumerate(items, 1):
        right += bool(outcome.judged)
        if right >= target * count:
            limits = {kind: outcome.margin for kind in CLASSES}
    return limits


def thresholds_of(outcomes, target):
    """The lowest thresholds with which, of all that air, so many are right; the same odds for each class, read from a
    line through the outcomes of the class, because the best place for each alone is mostly chance."""
    if len(outcomes) < FEW:
        return common_threshold(outcomes, target)
    aired = [o for o in outcomes if o.airs and o.kind in CLASSES and (o.judged is not None or not o.gold)]
    lines = {kind: calibrate([(o.margin / 1000, bool(o.judged)) for o in aired if o.kind == kind]) for kind in CLASSES}
    odds = [(lines[o.kind][0] + lines[o.kind][1] * o.margin / 1000, bool(o.judged)) for o in aired]
    least, right = None, 0
    for count, (value, good) in enumerate(sorted(odds, reverse=True), 1):
        right += good
        if right >= target * count:
            least = value
    if least is None:
        return {kind: THRESHOLD_MOST for kind in CLASSES}
    return {kind: max(THRESHOLD_LEAST, min(THRESHOLD_MOST, round(1000 * (least - begin) / steep)))
            for kind, (begin, steep) in lines.items()}


def figures_of(outcomes, quotations, limits):
    aired = [outcome for outcome in outcomes
             if outcome.airs and outcome.kind in limits and outcome.margin >= limits[outcome.kind]]
    named = [outcome for outcome in aired if outcome.gold and outcome.judged is not None]
    right = [outcome for outcome in named if outcome.judged]
    spans = [outcome for outcome in aired if not outcome.gold]
    low, high = wilson(len(right), len(named))
    return {"quotations": quotations, "aired": len(named), "right": len(right), "spans": len(spans), "low": low, "high": high,
            "wrong": [outcome for outcome in named if not outcome.judged], "spurious": spans, "named": named}


def tell(title, figures):
    print("%-34s right %5.2f %% (%.1f to %.1f), %d of %d; named and aired %.1f %% of %d; spans nobody said %d" %
          (title, 100 * figures["right"] / max(1, figures["aired"]), 100 * figures["low"], 100 * figures["high"],
           figures["right"], figures["aired"], 100 * figures["aired"] / max(1, figures["quotations"]),
           figures["quotations"], figures["spans"]))


def scored(articles):
    return sum(not gold.ignore for article in articles for gold in article.gold)


def nested(outcomes, folds, target):
    """Thresholds from the other nine folds for each: what airs, as (limits, outcomes) for each fold."""
    aired = {key: [] for key in ("named", "wrong", "spurious")}
    total = {"aired": 0, "right": 0, "spans": 0}
    for fold in range(FOLDS):
        limits = thresholds_of([o for o in outcomes if folds[o.article.path] != fold], target)
        figures = figures_of([o for o in outcomes if folds[o.article.path] == fold], 0, limits)
        for key in total:
            total[key] += figures[key]
        for key in aired:
            aired[key] += figures[key]
    return dict(total, **aired)


def of_set(figures, name, quotations):
    """The part of nested figures that is about one set."""
    part = {key: [o for o in figures[key] if name is None or o.article.set == name] for key in ("named", "wrong", "spurious")}
    right = len(part["named"]) - len(part["wrong"])
    low, high = wilson(right, len(part["named"]))
    return dict(part, aired=len(part["named"]), right=right, spans=len(part["spurious"]), low=low, high=high, quotations=quotations)


def full_names(figures):
    """Of the right persons whose full name the article has: how many are named in full. Annotators also give the full
    name of somebody whom the article calls by the surname alone."""
    of = [o for o in figures["named"] if o.judged and is_name(o.gold.speakers[0]) and len(o.gold.speakers[0].split()) > 1
          and straight(o.gold.speakers[0]) in straight(o.article.text)]
    full = [o for o in of if len([word for word in name_words(o.name) if word not in STOP]) > 1]
    return len(full), len(of)


def around(outcome):
    start, end = outcome.snippet["start"], outcome.snippet["end"]
    text = outcome.article.bytes
    return (text[max(0, start - 160):start].decode(errors="ignore") + "<<" + text[start:end].decode(errors="ignore") + ">>" +
            text[end:end + 100].decode(errors="ignore")).replace("\n", " / ")


def tell_wrong(figures):
    for outcome in figures["wrong"]:
        print("wrong: %s/%s, %s: %s is given for %s: %s" % (outcome.article.set, outcome.article.name, outcome.kind, outcome.name,
                                                           outcome.gold.speakers[0], around(outcome)))
    for outcome in figures["spurious"]:
        print("nobody said it: %s/%s, %s: %s: %s" % (outcome.article.set, outcome.article.name, outcome.kind, outcome.name, around(outcome)))


def measure(program, shared, languages_folder, listed):
    """All figures of the table; the lines, the outcomes and the articles."""
    articles = [article for name in FIT_SETS for article in load(shared, name)]
    count = {name: scored([a for a in articles if a.set == name]) for name in FIT_SETS}
    outcomes = out_of_fold(program, articles, languages_folder)
    folds = fold_of(articles)
    print("ten folds by article, weights and thresholds from the other nine; Wilson intervals, 95 %")
    for target in (TARGETS["en"], *MORE):
        figures = nested(outcomes, folds, target)
        tell("all, at %.1f %%" % (100 * target), of_set(figures, None, sum(count.values())))
        for name in FIT_SETS:
            part = of_set(figures, name, count[name])
            tell("  " + name, part)
            print("    full names, of persons whose full name the article has: %d of %d" % full_names(part))
        if target == TARGETS["en"] and listed:
            tell_wrong(of_set(figures, None, 0))
    return articles, outcomes


def measure_german(program, shared, languages_folder, table, listed):
    articles = load(shared, "de")
    outcomes = outcomes_of(program, articles, table, languages_folder)
    folds = fold_of(articles)
    figures = of_set(nested(outcomes, folds, TARGETS["de"]), None, scored(articles))
    tell("de, thresholds out of fold", figures)
    print("    full names, of persons whose full name the article has: %d of %d" % full_names(figures))
    if listed:
        tell_wrong(figures)
    return outcomes


def main():
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if len(arguments) < 2:
        sys.exit("fit_quotes.py PROGRAM SHARED [TABLE] [--list]")
    program, shared = os.path.abspath(arguments[0]), arguments[1]
    languages_folder = "config/language"
    if not os.path.isdir(os.path.join(shared, "quotes")):
        print("No annotated articles in %s: how many quotations are right was not measured (SHARED=FOLDER)." % shared)
        return
    listed = "--list" in sys.argv
    articles, outcomes = measure(program, shared, languages_folder, listed)
    explain_fitted(program, articles, languages_folder)
    table = train(articles)
    german = measure_german(program, shared, languages_folder, table, listed)
    if len(arguments) > 2:
        thresholds = {"en": thresholds_of(outcomes, TARGETS["en"]), "de": thresholds_of(german, TARGETS["de"])}
        write_table(arguments[2], table, thresholds, "quotes/{%s}; thresholds of German on quotes/de" % ",".join(FIT_SETS))
        print("written: %s" % arguments[2])


if __name__ == "__main__":
    main()
