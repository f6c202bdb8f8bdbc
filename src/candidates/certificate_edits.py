#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tampers with certificates: single theorems and whole folders.

    python3 certificate_edits.py [--seed N] [--each N] DIR..

Each edit of a theorem of the certificates in DIR.. is put to both checkers, certificate.sh with Coq and check_certificate.py, which must
agree, and to the functions that are extracted from Coq (certificate.sh --extracted builds them), which must agree with Coq. Edits
that leave the lines of the conversation alone are tried as they are. Edits of the lines are tried twice: in the theorem alone, which
both must refuse since the conversation says other things; and with conversation.jsonl and MANIFEST made to agree. What both then accept
is harmless by one of two rules, and is counted by it:

  1  The lines are those of the conversation: the theorem is another true one about what was said.
  2  The lines are others: the theorem is true of another conversation, whose MANIFEST has another SHA-256 than the judge printed.

Each edit of a folder must be refused by both. Exit status 1 if anything is not so.
"""
import argparse
import collections
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import check_certificate as checker
from certificate_folders import FOLDER_EDITS, remade, text, write

HERE = os.path.dirname(os.path.abspath(__file__))
COQ = os.path.join(HERE, "..", "..", "proofs-notes", "coq")
LONGEST = 2500  # characters of the lines of a theorem that is changed

Claim = collections.namedtuple("Claim", "kind how lines rest")


def claims_of(folder):
    """The theorems of a certificate, their lines put in."""
    for _, _, (kind, how, lines, rest), said in checker.theorems(checker.folder(folder)):
        yield Claim(kind, tuple(how), tuple(said[n - 1] for n in lines), rest if kind == "passes" else tuple(rest))


def quoted(line):
    return '"' + line.replace('"', '""') + '"'


def statement(claim, names):
    rest = claim.rest
    if claim.kind == "mistakes":
        rest = ("[" + "; ".join(map(quoted, rest[0])) + "]", *rest[1:])
    return f"{claim.kind} ({' '.join([*claim.how, *names])}) {rest if claim.kind == 'passes' else ' '.join(rest)}"


def folder_of(claim, conversation, path):
    """A certificate of one theorem."""
    os.mkdir(path)
    names = [f"line_{n + 1}" for n in range(len(claim.lines))]
    definitions = "".join(f"Definition {name} := {quoted(line)}.\n" for name, line in zip(names, claim.lines))
    files = {"README.txt": "A certificate.\n", "conversation.jsonl": "".join(line + "\n" for line in conversation),
             "Claims001.v": f"{checker.HEAD}\n(* one *)\n{definitions}Theorem claim_1 : {statement(claim, names)}.\nProof. by_computation. Qed.\n"}
    for name, content in files.items():
        write(path, name, content)
    remade(path)
    return path


def formed(path):
    """Whether each checker takes a folder's form, of Coq's all but the proofs."""
    coq = subprocess.run(["sh", os.path.join(COQ, "certificate.sh"), "--form", path], capture_output=True).returncode == 0
    try:
        return coq, len(list(checker.theorems(checker.folder(path)))) == 1
    except (checker.Refused, OSError):
        return coq, False


def coq_proves(claims):
    """Which of some claims Coq proves: one process is told all, and goes on after each that it refuses."""
    theorems = [f"Theorem claim_{n} : {statement(claim, map(quoted, claim.lines))}.\nProof. by_computation. Qed.\nAbort All."
                for n, claim in enumerate(claims)]
    names = [f"Check claim_{n}." for n in range(len(claims))]
    coq = subprocess.run(["coqtop", "-q", "-w", "none", "-Q", os.path.join(COQ, "judge"), "NoisyGD"], capture_output=True, encoding="latin-1",
                         input="\n".join([checker.HEAD, *theorems, *names]) + "\n")
    known = set(re.findall(r"^claim_(\d+)$", coq.stdout, re.MULTILINE))
    return [str(n) in known for n in range(len(claims))]


def extracted_proves(claims):
    """Which of some claims the functions that are extracted from Coq find true; each has lines of its own in one conversation."""
    with tempfile.TemporaryDirectory() as work:
        said, theorems = [], []
        for n, claim in enumerate(claims):
            names = [f"line_{len(said) + k + 1}" for k in range(len(claim.lines))]
            said += claim.lines
            theorems.append(f"Theorem claim_{n} : {statement(claim, names)}.\n")
        write(work, "conversation.jsonl", "".join(line + "\n" for line in said))
        write(work, "Claims001.v", "".join(theorems))
        told = subprocess.run([os.path.join(COQ, "judge", "extracted", "decide"), "Claims001.v"], cwd=work, capture_output=True, text=True)
    refused = set(re.findall(r"do not prove claim_(\d+) ", told.stderr))
    if int(told.stdout or -1) + len(refused) != len(claims):
        raise SystemExit(f"the extracted functions judged not all of {len(claims)} theorems: {told.stderr}")
    return [str(n) not in refused for n in range(len(claims))]


def python_proves(claim):
    try:
        return bool(checker.holds(claim.kind, claim.how, claim.lines, claim.rest))
    except (checker.Refused, ValueError):
        return False


# Edits. Each takes a claim, another one and random numbers; nothing where it does not apply or changes nothing.


def place(row=None, column=None, factor=None):
    def edit(claim, other, numbers):
        if claim.kind == "passes":
            return None
        *before, f, i, j = claim.rest
        return claim._replace(rest=(*before, factor(f) if factor else f, row(i) if row else i, column(j) if column else j))
    return edit


def sense(word):
    return lambda claim, other, numbers: claim._replace(rest=word) if claim.kind == "passes" else None


def kind(old, new, rest):
    return lambda claim, other, numbers: claim._replace(kind=new, rest=rest(claim.rest)) if claim.kind == old else None


def said(how):
    def edit(claim, other, numbers):
        new = how(claim.how)
        return claim._replace(how=tuple(new)) if new and (new[0] == "Traced") == (claim.how[0] == "Traced") else None
    return edit


def instead(change):
    def edit(claim, other, numbers):
        if claim.kind != "mistakes":
            return None
        return claim._replace(rest=(change(claim, numbers), *claim.rest[1:]))
    return edit


def line(which, change):
    """A line changed: "asked" (or the header), "said" (or the state after), "before" of a trace, "hello" or "declared"."""
    def edit(claim, other, numbers):
        trace = claim.how[0] == "Traced"
        at = {"hello": None if trace else 0, "declared": 0 if trace else 1, "asked": -2, "said": -1, "header": 0 if trace else None}[which]
        if at is None:
            return None
        lines = list(claim.lines)
        theirs = other.lines[at] if other and len(other.lines) == len(lines) else None
        lines[at] = change(lines[at], numbers, theirs)
        return claim._replace(lines=tuple(lines)) if lines[at] and tuple(lines) != claim.lines else None
    return edit


def digit(first, among=r'[\[:,]"?-?[0-9][-+.0-9eE]*'):
    """A digit of a number changed: its first that is not zero, or its last."""
    def change(text, numbers, theirs):
        found = [m for m in re.finditer(among, text) if re.search("[1-9]", m.group()) and '"id":' not in text[m.start() - 5:m.start() + 1]]
        if not found:
            return None
        m = numbers.choice(found)
        places = [k for k in range(m.start(), m.end()) if text[k] in "123456789"]
        mantissa = [k for k in places if not re.search("[eE]", text[m.start():k])] or places
        k = mantissa[0] if first else mantissa[-1]
        return text[:k] + numbers.choice([d for d in "123456789" if d != text[k]]) + text[k + 1:]
    return change


def sign(text, numbers, theirs):
    found = list(re.finditer(r'(?<=[\[,])("?)(-?)(?=[0-9.]*[1-9])', text))
    m = numbers.choice(found) if found else None
    return text[:m.start(2)] + ("" if m[2] else "-") + text[m.end(2):] if m else None


def put(pattern, new, count=1):
    return lambda text, numbers, theirs: re.sub(pattern, new, text, count=count)


def swapped(one, two):
    """Two fields exchanged."""
    return lambda text, numbers, theirs: re.sub(f'"({one}|{two})"', lambda m: f'"{two if m[1] == one else one}"', text)


def rows_exchanged(text, numbers, theirs):
    return re.sub(r"\[(\[[^\[\]]*\]), ?(\[[^\[\]]*\])", r"[\2,\1", text, count=1)


def of_another(text, numbers, theirs):
    """The line of another exchange, under this one's id."""
    own, its = (re.search(r'"id": ?[0-9.]+', t or "") for t in (text, theirs))
    return theirs.replace(its.group(), own.group(), 1) if own and its else theirs


def number_in(field, new):
    return put(rf'("{field}": ?\[\[)"?[-+.0-9eE]+"?', rf"\g<1>{new}")


OPS = ["loss", "gradient", "hessian", "hvp", "smoothed_loss", "smoothed_gradient", "smoothed_hessian", "step", "run", "sample", "steps"]
ARITHMETICS = ["binary32", "binary16", "bfloat16", "tf32", "binary:200", "binary:3", "decimal:3", "decimal:40", "double-double", "binary64 ",
               "binary:07", "binary:0", "Binary64"]
KEPT = {
    **{f"row {how}": place(row=new) for how, new in {"one on": lambda i: str(int(i) + 1), "9999": lambda i: "9999"}.items()},
    **{f"column {how}": place(column=new) for how, new in {"one on": lambda j: str(int(j) + 1), "9999": lambda j: "9999"}.items()},
    "the other factor": place(factor=lambda f: "OfX" if f == "OfY" else "OfY"),
    "row and column exchanged, one on": place(row=lambda i: str(int(i) + 1), column=lambda j: str(int(j) + 1)),
    **{f"sense {word}": sense(word) for word in ["Within", "Equal", "NormScaled", "Expanded", "Right"]},
    "passes becomes fails": kind("passes", "fails", lambda rest: ("OfX", "0", "0")),
    "passes becomes fails_exactly": kind("passes", "fails_exactly", lambda rest: ("OfX", "0", "0")),
    "fails becomes passes": kind("fails", "passes", lambda rest: "Within"),
    "fails becomes passes, norm scaled": kind("fails", "passes", lambda rest: "NormScaled"),
    "fails becomes fails_exactly": kind("fails", "fails_exactly", lambda rest: rest),
    "fails_exactly becomes fails": kind("fails_exactly", "fails", lambda rest: rest),
    "mistakes becomes passes": kind("mistakes", "passes", lambda rest: "Within"),
    "mistakes becomes fails": kind("mistakes", "fails", lambda rest: rest[1:]),
    "an answer becomes a state": said(lambda how: ["Recorded", "0", "1"] if how[0] == "Answer" else None),
    "a state becomes an answer": said(lambda how: ["Answer"] if how[0] == "Recorded" else None),
    "the next state": said(lambda how: [how[0], str(int(how[1]) + 1), how[2]] if how[0] == "Recorded" else None),
    "one state more": said(lambda how: [how[0], how[1], str(int(how[2]) + 1)] if how[0] == "Recorded" else None),
    "from the start": said(lambda how: [how[0], "0", how[2]] if how[0] == "Recorded" else None),
    "the requests beside exchanged": instead(lambda c, numbers: c.rest[0][::-1]),
    "the request beside is the one asked": instead(lambda c, numbers: [c.lines[2]] * len(c.rest[0])),
    "a request beside is missing": instead(lambda c, numbers: c.rest[0][:-1] or ["{}"]),
    "a request beside is no JSON": instead(lambda c, numbers: [c.rest[0][0][:-1], *c.rest[0][1:]]),
    "a digit of a request beside": instead(lambda c, numbers: [digit(True)(t, numbers, None) or t for t in c.rest[0]]),
}
SAID = {
    "last digit printed": line("said", digit(False)),
    "first digit printed": line("said", digit(True)),
    "sign printed": line("said", sign),
    "rows printed exchanged": line("said", rows_exchanged),
    "X and Y printed exchanged": line("said", swapped("X", "Y")),
    "both fields of a gradient exchanged": line("said", swapped("gradX", "gradY")),
    "another reply": line("said", of_another),
    "a word printed": line("said", put(r"([\[:])-?[0-9][-+.0-9eE]*([\],}])", r"\1abc\2")),
    "no number printed": line("said", put(r"([\[:])-?[0-9][-+.0-9eE]*([\],}])", r'\1"NaN"\2')),
    "two signs printed": line("said", put(r"(\[\[)-?", r"\1--")),
    "a far exponent printed": line("said", put(r"(\[\[)(-?[0-9.]+)[-+0-9eE]*", r"\g<1>\2e-999999999")),
    "a row printed twice": line("said", put(r"\[(\[[^\[\]]*\])", r"[\1,\1")),
    "an entry printed less": line("said", put(r"\[\[[^\[\],]*,?", "[[")),
    "unsupported": line("said", put("^{", '{"unsupported":true,')),
    "an error told": line("said", put("^{", '{"error":"out of memory",')),
    "another id": line("said", put(r'"(id|t)": ?([0-9]+)', r'"\1":\g<2>7')),
    "a field twice": line("said", put(r'("(X|gradX|hvpX|loss|hessian|states)":)', r'\1null,\1[[1]],\1')),
    "a name with a backslash": line("said", put(r'"(gradX|hvpX|loss|hessian|states|X)"', r'"\\u0058\1"')),
    "cut off": line("said", put("}$", "")),
    "last digit asked": line("asked", digit(False)),
    "first digit asked": line("asked", digit(True)),
    "sign asked": line("asked", sign),
    "rows asked exchanged": line("asked", rows_exchanged),
    "X and Y asked exchanged": line("asked", swapped("X", "Y")),
    "the noises exchanged": line("asked", swapped("noiseX", "noiseY")),
    "the step sizes exchanged": line("asked", swapped("etaX", "etaY")),
    "the step sizes of a trace exchanged": line("header", swapped("etaX", "etaY")),
    "the sigmas exchanged": line("asked", swapped("sigma1", "sigma2")),
    "M renamed": line("asked", put('"M"', '"m"')),
    "another request": line("asked", of_another),
    "a negative step": line("asked", put(r'("eta[XY]": ?)', r"\1-")),
    "a negative step of a trace": line("header", put(r'("eta[XY]": ?)', r"\1-")),
    "no noise": line("asked", put(r'"noiseX": ?\[.*?\]\],', "")),
    "a word asked": line("asked", number_in("X", "x")),
    "a null asked": line("asked", put(r'"X": ?\[\[.*?\]\]', '"X":null')),
    "other recorded steps": line("asked", put(r'"record": ?\[([0-9]+)', r'"record":[\g<1>1')),
    **{f"op {op}": line("asked", put(r'"op":"[a-z_]*"', f'"op":"{op}"')) for op in OPS},
    **{f"declared {name}": line("declared", put('"arithmetic": ?"[^"]*"|^{(?!.*"arithmetic")', lambda m, n=name: (
        f'{{"arithmetic":"{n}",' if m.group() == "{" else f'"arithmetic":"{n}"'))) for name in ARITHMETICS},
    "no hello": line("hello", put("hello", "hallo")),
    "declared twice": line("declared", put("^{", '{"arithmetic":"binary64","arithmetic":"binary64",')),
    "a trace of another version": line("header", put(r'"trace": ?1', '"trace":2')),
}


def theorem_edits(claims, each, numbers):
    """Edits by their name: what is changed, the claim, whether its lines are."""
    for name, edit in [*KEPT.items(), *SAID.items()]:
        made = set()  # of different kinds of theorems
        for claim in numbers.sample(claims, len(claims)):
            new = edit(claim, numbers.choice(claims), numbers)
            if new and new != claim and len(made) < each and (claim.kind, claim.how[0]) not in made:
                made.add((claim.kind, claim.how[0]))
                yield name, claim, new


def try_theorems(claims, each, numbers, work):
    right, counts, tried = True, collections.Counter(), []
    for n, (name, claim, new) in enumerate(theorem_edits(claims, each, numbers)):
        alone = formed(folder_of(new, claim.lines, os.path.join(work, f"theorem-{n}-alone")))
        whole = formed(folder_of(new, new.lines, os.path.join(work, f"theorem-{n}-whole")))
        if alone[0] != alone[1] or whole[0] != whole[1] or (new.lines != claim.lines and any(alone)):
            right = False
            print(f"the form of {name!r}: alone {alone}, with its conversation {whole}, Coq's checker first: {new}")
        tried.append((name, claim, new, whole))
    extracted = iter(extracted_proves([new for _, _, new, whole in tried if whole[0]]))
    for (name, claim, new, whole), proved in zip(tried, coq_proves([new for _, _, new, _ in tried])):
        coq, python = proved and whole[0], python_proves(new) and whole[1]
        if whole[0] and next(extracted) != coq:
            right = False
            print(f"{name}: Coq {'proves' if coq else 'refuses'}, the extracted functions {'refuse' if coq else 'do not'}: {new}")
        counts["refused" if not coq else 1 if new.lines == claim.lines else 2] += 1
        if coq != python:
            right = False
            print(f"{name}: Coq {'proves' if coq else 'refuses'}, the second checker {'does' if python else 'does not'}: {new}")
        elif coq:
            print(f"harmless by rule {1 if new.lines == claim.lines else 2}: {name}, of {claim.kind} {claim.how[0]}")
    print(f"{len(tried)} edits of theorems: {counts['refused']} refused by both, {counts[1]} accepted by rule 1, {counts[2]} by rule 2")
    kinds = len({name for name, _, _, _ in tried})
    if kinds < 0.8 * len({**KEPT, **SAID}) or counts["refused"] <= len(tried) / 2:
        right = False
        print(f"too few edits to tell the checkers apart: {kinds} of {len({**KEPT, **SAID})} kinds made")
    return right


def try_folders(claims, work):
    """Edits of a folder of two true theorems, in two files."""
    good = folder_of(claims[0], claims[0].lines, os.path.join(work, "good"))
    write(good, "Claims002.v", text(good, "Claims001.v").replace("claim_1", "claim_2"))
    remade(good)
    right, refused = True, 0
    for n, (name, edit) in enumerate([("nothing", lambda path: None), *FOLDER_EDITS.items()]):
        path = os.path.join(work, f"folder-{n}")
        shutil.copytree(good, path)
        edit(path)
        coq = subprocess.run(["sh", os.path.join(COQ, "certificate.sh"), path], capture_output=True, text=True, errors="replace")
        python = subprocess.run([sys.executable, os.path.join(HERE, "check_certificate.py"), path], capture_output=True, text=True, errors="replace")
        accepted = [coq.returncode == 0, python.returncode == 0]
        in_a_line = "Traceback" not in python.stderr and len(python.stderr.splitlines()) <= 1
        if accepted != [n == 0] * 2 or coq.returncode > 1 or not in_a_line:
            right = False
            print(f"{name}: {accepted}, Coq's checker first", coq.returncode, coq.stdout, coq.stderr, python.stdout, python.stderr)
        refused += not any(accepted)
    print(f"{len(FOLDER_EDITS)} edits of a folder: {refused} refused by both")
    return right and len(FOLDER_EDITS) >= 40


def tried(folders, each, seed):
    """Whether all is so; nothing but theorems that hold may be in the folders."""
    numbers = random.Random(seed)
    claims = [claim for folder in folders for claim in claims_of(folder) if sum(map(len, claim.lines)) < LONGEST]
    with tempfile.TemporaryDirectory() as work:
        theorems = try_theorems(claims, each, numbers, work)
        return try_folders([claim for claim in claims if claim.kind == "passes"], work) and theorems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=3, help="theorems that each edit is made in")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folders", nargs="+")
    options = parser.parse_args()
    sys.exit(0 if tried(options.folders, options.each, options.seed) else 1)


if __name__ == "__main__":
    main()
