#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a certificate without Coq and without the judge: exact fractions, the formulas written out once more.

    python3 src/candidates/check_certificate.py DIR

The folder must hold MANIFEST, README.txt, conversation.jsonl, Claims001.v and so on, regular files, and nothing else; MANIFEST has the
number of theorems and the SHA-256 of every other file. The theorems of Claims*.v must be about lines of conversation.jsonl as they stand
there. Each is then read from these lines and computed: that each number is within its bound ("passes"), or that an entry is beyond the
bounds of all admissible orders ("fails", "fails_exactly"), or that one is so and each field is right for a request of its own ("mistakes").
Prints how many hold. Exit status 1 if one does not, if there is none, or if the folder or a line is another than that.
"""
import hashlib
import os
import re
import stat
import sys

from certificate_bounds import FORMATS, Arithmetic, Plan, count, decimal, fails, passes, read

HEAD = """From Coq Require Import String List.
From NoisyGD Require Import Verdict Conversation.
Import ListNotations.
Local Open Scope string_scope.
"""
OPS = {"loss": "Loss", "gradient": "Gradient", "hessian": "Hessian", "hvp": "Hvp", "smoothed_loss": "SmoothedLoss",
       "smoothed_gradient": "SmoothedGradient", "smoothed_hessian": "SmoothedHessian", "step": "Step"}
REPLIES = {"Loss": ["loss"], "SmoothedLoss": ["loss"], "Hessian": ["hessian"], "SmoothedHessian": ["hessian"],
           "Gradient": ["gradX", "gradY"], "SmoothedGradient": ["gradX", "gradY"], "Hvp": ["hvpX", "hvpY"],
           "Step": ["X", "Y"], "Steps": ["X", "Y"]}


class Refused(Exception):
    """What is no certificate, or does not hold, in a line."""


def need(right, what):
    if not right:
        raise Refused(what)


# Lines. A value is Bare (a number or a word), Text, a list, or the pairs of an object.


class Bare(str):
    pass


class Text(str):
    pass


class Pairs(list):
    pass


TOKEN = re.compile(r'[ \t]*("(?:[^"\\]|\\.)*"|[\[\]{},:]|[-+.0-9A-Za-z]+)')


def parsed(line):
    """The object that a line holds, and nothing else."""
    tokens, at = [], 0
    line = line.rstrip(" \t")
    while at < len(line):
        token = TOKEN.match(line, at)
        need(token, "a line is no JSON")
        tokens.append(token[1])
        at = token.end()
    tokens.append("")
    at = 0

    def value(depth):
        nonlocal at
        token, at = tokens[at], at + 1
        need(depth < 100, "a line is nested too deep")
        if token == "[":
            return list(parts("]", depth))
        if token == "{":
            return Pairs(parts("}", depth))
        need(token not in ["", "]", "}", ",", ":"], "a line is no JSON")
        return Text(token[1:-1]) if token[0] == '"' else Bare(token)

    def parts(end, depth):
        nonlocal at
        if tokens[at] == end:
            at += 1
            return
        while True:
            if end == "}":
                name = tokens[at]
                need(name[:1] == '"' and "\\" not in name and tokens[at + 1] == ":", "a line is no JSON, or a name has a backslash")
                at += 2
                yield name[1:-1], value(depth + 1)
            else:
                yield value(depth + 1)
            token, at = tokens[at], at + 1
            if token == end:
                return
            need(token == ",", "a line is no JSON")

    found = value(0)
    need(isinstance(found, Pairs) and tokens[at] == "", "a line is no JSON object")
    return found


def values(name, fields):
    """The values of a name; what is null is not there."""
    need(isinstance(fields, Pairs), "a line lacks " + name)
    return [v for n, v in fields if n == name and v != Bare("null") or n == name and not isinstance(v, Bare)]


def field(name, fields):
    found = values(name, fields)
    need(len(found) == 1, "a line lacks " + name)
    return found[0]


def literal(value):
    need(isinstance(value, (Bare, Text)) and decimal(value), "a number is no decimal literal")
    return value


def matrix(value):
    need(type(value) is list and all(type(row) is list for row in value), "a matrix is no array of rows")
    return [[literal(entry) for entry in row] for row in value]


def integer(value):
    digits, power = (isinstance(value, Bare) and decimal(value)) or (0, 99)
    need(abs(power) <= 20 and digits * 10**20 % 10 ** (20 - power) == 0, "a whole number is none")
    return digits * 10**20 // 10 ** (20 - power)


def shaped(m, rows, columns, name):
    need(len(m) == rows and all(len(row) == columns for row in m), f"{name} has not the shape that is due")
    return m


# What lines say.


def arithmetic(fields):
    declared = values("arithmetic", fields)
    need(not declared or len(declared) == 1 and isinstance(declared[0], Text), "an arithmetic is no name")
    try:
        return Arithmetic(declared[0] if declared else "binary64")
    except ValueError as e:
        raise Refused(str(e)) from e


def answered(asked, said):
    need(integer(field("id", asked)) == integer(field("id", said)), "a reply has another id than its request")
    error, unsupported = values("error", said), values("unsupported", said)
    need(not error or error == ["false"] and isinstance(error[0], Bare), "a reply tells an error")
    need(not unsupported or len(unsupported) == 1 and not (unsupported == ["true"] and isinstance(unsupported[0], Bare)),
         "a reply says that the op is unsupported")


def numbers(a, op, traced, fields, start=None, noise=None):
    """A request with its literals read, all that the op needs; its state may be another, and its noise."""
    wide, given = start is not None, a.form if traced else FORMATS["binary64"]
    texts = {"X": matrix(field("X", start or fields)), "Y": matrix(field("Y", start or fields)), "M": matrix(field("M", fields))}
    d1, d2, r = len(texts["X"]), len(texts["Y"]), len((texts["X"] or [[]])[0])
    need(d1 and d2 and r, "a matrix is empty")
    shapes = {"M": (d1, d2), "X": (d1, r), "Y": (d2, r)}
    own = {"Step": ["etaX", "etaY", "noiseX", "noiseY"], "Hvp": ["dX", "dY"]}.get(op, ["sigma1", "sigma2"] if "Smoothed" in op else [])
    for name in own:
        if name.startswith(("eta", "sigma")):
            texts[name] = [[literal(field(name, fields))]]
            shapes[name] = (1, 1)
        else:
            at = 0 if name[-1] == "X" else 1
            texts[name] = noise[0][at] if noise else matrix(field(name, fields))
            shapes[name] = shapes[name[-1]]
    q = {"later": []}
    for name, m in texts.items():
        form = a.form if wide and name in "XY" else given
        q[name] = [[read(text, form) for text in row] for row in shaped(m, *shapes[name], name)]
    for pair in (noise or [])[1:]:
        q["later"].append([[[read(t, given) for t in row] for row in shaped(m, len(q[k]), r, "noise")] for m, k in zip(pair, "XY")])
    for name in ["etaX", "etaY", "sigma1", "sigma2"]:
        q[name] = q[name][0][0] if name in q else 0
    need(q["etaX"] >= 0 and q["etaY"] >= 0, "a step size is negative")
    for name in ["noiseX", "noiseY", "dX", "dY"]:
        q.setdefault(name, [])
    return q


def reply(op, q, fields):
    """The matrices of a reply, their shapes those that are due."""
    d1, d2, r = len(q["X"]), len(q["Y"]), len(q["X"][0])
    if "Loss" in op:
        return [[[literal(field("loss", fields))]]]
    side = (d1 + d2) * r
    shapes = [(side, side)] if "Hessian" in op else [(d1, r), (d2, r)]
    return [shaped(matrix(field(name, fields)), *shape, name) for name, shape in zip(REPLIES[op], shapes)]


def exchange(how, lines):
    """What lines say: an arithmetic, an op, whether in a run, whether in a trace, a request, a reply; of a run several."""
    said = [parsed(line) for line in lines]
    if how[0] == "Traced":
        header, before, after = said
        need(integer(field("trace", header)) == 1, "a trace begins with no header")
        need(integer(field("t", after)) == integer(field("t", before)) + 1, "two states of a trace do not follow one another")
        a = arithmetic(header)
        joined = Pairs([pair for pair in header if pair[0] in ("M", "etaX", "etaY")])
        joined += [pair for pair in before if pair[0] in ("noiseX", "noiseY")]
        q = numbers(a, "Step", True, joined, start=before)
        return [(a, "Step", True, True, q, reply("Step", q, after))]
    hello, declared, asked, told = said
    need(field("op", hello) == "hello" and isinstance(field("op", hello), Text), "a conversation begins with no hello")
    answered(hello, declared)
    answered(asked, told)
    a, word = arithmetic(declared), field("op", asked)
    need(isinstance(word, Text), "an op is no name")
    if how[0] == "Answer":
        need(word in OPS, "there are no theorems about the op")
        q = numbers(a, OPS[word], False, asked)
        return [(a, OPS[word], False, False, q, reply(OPS[word], q, told))]
    need(word == "run", "states are those of a run")
    times, states = field("record", asked), field("states", told)
    need(type(times) is list and type(states) is list, "states are no array")
    times = [integer(t) for t in times]
    need(times == [integer(field("t", s)) for s in states], "other states than those that were asked for")
    zx, zy = [field(name, asked) for name in ("noiseX", "noiseY")]
    need(type(zx) is list and type(zy) is list and len(zx) == len(zy), "the noise of a run is no array")
    noise = [(matrix(x), matrix(y)) for x, y in zip(zx, zy)]
    found = []
    for n in range(int(how[1]), int(how[1]) + int(how[2])):
        need(n < len(times), "a run has no such state")
        since, before = (times[n - 1], states[n - 1]) if n else (0, asked)
        need(0 <= since < times[n] <= len(noise), "a state of a run comes after none")
        q = numbers(a, "Step", False, asked, start=before, noise=noise[since:times[n]])
        found.append((a, "Steps" if q["later"] else "Step", True, False, q, reply("Step", q, states[n])))
    return found


# Theorems.


def holds(kind, how, lines, rest):
    """Whether what a theorem says of lines is so."""
    found = exchange(how, lines)
    if kind == "passes":
        return all(right(rest, *one) for one in found)
    need(len(found) == 1, "an entry is that of one reply")
    a, op, run, trace, q, printed = found[0]
    *instead, own, i, j = rest
    own, i, j = ["OfX", "OfY"].index(own), int(i), int(j)
    need(own < count(op) and i < len(printed[own]) and j < len(printed[own][0]), "the reply has no such entry")
    need(a.lam <= 1 / 128, "there are no theorems about such an arithmetic")
    if kind == "fails_exactly":
        return not trace and fails(a, op, Plan(run, trace, False, True, False), q, own, i, j, printed[own][i][j])
    scaled = [False, True] if op in ("Gradient", "Step", "Steps") else [False]
    if not all(fails(a, op, Plan(run, trace, more, False, False), q, own, i, j, printed[own][i][j]) for more in scaled):
        return False
    if kind == "fails":
        return True
    requests = []
    for line in instead[0]:
        other = parsed(line)
        need(OPS.get(field("op", other)) == op and isinstance(field("op", other), Text), "a request beside is of another op")
        requests.append(numbers(a, op, trace, other, start=other if run else None))
    return passes(a, op, Plan(run, trace, False, False, False), requests, printed)


def right(sense, a, op, run, trace, q, printed):
    scaled = op in ("Gradient", "Step", "Steps")
    need(sense != "Equal" or not trace, "a trace is not judged by equality")
    need(sense != "NormScaled" or scaled and not trace, "the op has no residual that may be scaled")
    need(sense != "Expanded" or "Loss" in op, "the op has no expanded form")
    plan = Plan(run, trace, sense == "NormScaled", sense == "Equal", sense == "Expanded")
    return passes(a, op, plan, [q] * count(op), printed)


NUMBER = "(?:0|[1-9][0-9]{0,4})"
STRING = '"(?:[^"]|"")*"'
THEOREM = re.compile(
    rf"Theorem claim_([1-9][0-9]*) : (?:(passes) \(([^()]*)\) (Within|Equal|NormScaled|Expanded)"
    rf"|(fails|fails_exactly|mistakes) \(([^()]*)\) (?:(\[{STRING}(?:; {STRING})*\]) )?(Of[XY]) ({NUMBER}) ({NUMBER}))\.")
SAID = re.compile(rf"(?:(Answer|Recorded {NUMBER} [1-9][0-9]{{0,3}}) line_1 line_2|(Traced) line_1) line_([1-9][0-9]*) line_([1-9][0-9]*)")


def theorem(text, conversation):
    """The parts of a theorem: its number, kind, what its lines are, their numbers, and the rest."""
    found = THEOREM.fullmatch(text)
    need(found, "a theorem is none that a certificate may have")
    kind, about = found[2] or found[5], found[3] or found[6]
    need((kind == "mistakes") == (found[7] is not None), "a theorem is none that a certificate may have")
    said = SAID.fullmatch(about)
    need(said, "a theorem is about other things than lines")
    n, m = int(said[3]), int(said[4])
    need(m == n + 1 and m <= len(conversation) and (said[2] or n % 2 == 1), "a theorem is about lines that do not belong together")
    rest = found[4] if kind == "passes" else [found[8], found[9], found[10]]
    if kind == "mistakes":
        rest.insert(0, [t[1:-1].replace('""', '"') for t in re.findall(STRING, found[7])])
    return int(found[1]), kind, (said[1] or said[2]).split(), [*([1] if said[2] else [1, 2]), n, m], rest


def folder(path):
    """The files of a certificate by their names, as text, each byte a character."""
    files = {}
    for name in sorted(os.listdir(path)):
        need(re.fullmatch(r"MANIFEST|README\.txt|conversation\.jsonl|Claims[0-9]{3}\.v", name), f"a certificate has no file {name!a}")
        file = os.path.join(path, name)
        need(stat.S_ISREG(os.lstat(file).st_mode), f"{name} is no regular file")
        with open(file, encoding="latin-1", newline="") as opened:
            files[name] = opened.read()
        need(not re.search(r"[^\t\n -~\x80-\xff]", files[name]), f"{name} holds control characters")
    names = ["README.txt", "conversation.jsonl", *(f"Claims{n + 1:03}.v" for n in range(len(files) - 3))]
    need(sorted(files) == sorted(["MANIFEST", *names]), "a certificate's file is missing")
    theorems = sum(len(re.findall("^Theorem ", files[name], re.MULTILINE)) for name in names[2:])
    manifest = f"{theorems} theorems\n" + "".join(
        f"{hashlib.sha256(files[name].encode('latin-1')).hexdigest()}  {name}\n" for name in names)
    need(files["MANIFEST"] == manifest, "MANIFEST does not have the theorems and the SHA-256 of these files")
    need(theorems, "the certificate holds no theorem: nothing is proved")
    return {name: files[name] for name in ["MANIFEST", *names]}


def theorems(files):
    """The theorems of a certificate's files: each with its file, what it is about, and its parts."""
    conversation = files["conversation.jsonl"].split("\n")[:-1]
    number = 0
    for name, text in files.items():
        if not name.endswith(".v"):
            continue
        need(text.startswith(HEAD) and text.endswith("\n"), f"{name} begins or ends in another way")
        about, known, lines = "", set(), iter(text[len(HEAD):-1].split("\n"))
        for line in lines:
            definition = re.match("Definition line_([1-9][0-9]*) := ", line)
            if line == "" or re.fullmatch(r'\(\* [^*"]* \*\)', line):
                about = line[3:-3] or about
            elif definition:
                n = int(definition[1])
                said = conversation[n - 1].replace('"', '""') if n <= len(conversation) else None
                need(line == f'Definition line_{n} := "{said}".' and n not in known, f"{name} has another line_{n} than the conversation")
                known.add(n)
            else:
                parts = theorem(line, conversation)
                number += 1
                need(known.issuperset(parts[3]) and parts[0] == number and next(lines, "") == "Proof. by_computation. Qed.", f"{name}: claim_{number} is out of order")
                yield name, about, parts[1:], conversation


def main():
    if len(sys.argv) != 2 or not os.path.isdir(sys.argv[1]):
        sys.exit("check_certificate.py must be given the folder of a certificate")
    counts = {True: 0, False: 0}
    try:
        files = folder(sys.argv[1])
        for name, about, (kind, how, lines, rest), conversation in list(theorems(files)):
            try:
                why, right = "does not hold", holds(kind, how, [conversation[n - 1] for n in lines], rest)
            except (Refused, ValueError) as e:
                why, right = str(e), False
            counts[right] += 1
            if not right:
                print(f"{name}: {about}: {why}")
    except (Refused, OSError) as e:
        sys.exit(f"no certificate: {e}")
    digest = hashlib.sha256(files["MANIFEST"].encode("latin-1")).hexdigest()
    print(f"{counts[True]} claims hold, {counts[False]} do not; the SHA-256 of MANIFEST is {digest}")
    sys.exit(1 if counts[False] else 0)


if __name__ == "__main__":
    main()
