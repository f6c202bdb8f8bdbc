# SPDX-License-Identifier: Apache-2.0
"""Small mutations of the starter kits' mathematics; see source_mutations.py.

A mutation is one change of the text between THE MATHEMATICS and what follows it, in one line:

    operator    + and -, * and /, < and <=, == and != and the like exchanged
    constant    a number one larger or one smaller
    identifier  one use of a name replaced by its counterpart: X by Y, d1 by d2, i by j, ...
    statement   a statement left out
    transpose   a transpose left out
    bound       a loop that ends one too early
    arguments   two neighbouring arguments exchanged
"""
import re

TOKEN = re.compile(r'''(?P<string>"""(?:.|\n)*?"""|"[^"\n]*"|'[^'\n]*')|(?P<comment>//[^\n]*|\#[^\n]*)'''
                   r'''|(?P<number>0[xX][0-9A-Fa-f.p+-]+n?|(?<![\w.])\d+(?:\.\d+)?n?)|(?P<name>[A-Za-z_]\w*)'''
                   r'''|(?P<operator>===|!==|==|!=|<=|>=|\+\+|--|\+=|-=|\*=|=>|->|<<|>>|\*\*|\|\||&&|[-+*/@<>])''')
OPERATORS = {"+": "-", "-": "+", "*": "/", "/": "*", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=",
             "!=": "==", "===": "!==", "!==": "===", "+=": "-=", "-=": "+=", "@": "*"}
PAIRS = ["X Y", "d1 d2", "i j", "k l", "dX dY", "s1 s2", "v1 v2", "etaX etaY", "eX eY", "noiseX noiseY", "NX NY",
         "gX gY", "Xt Yt", "XX YY", "xx yy", "R dR", "c1 c2", "hX hY", "newX newY", "eye1 eye2", "on_x on_y", "nX nY"]
COUNTERPART = {a: b for pair in PAIRS for a, b in (pair.split(), pair.split()[::-1])}
# A generator of random words is not mathematics, nor is the store: changed, they are others, as good perhaps.
LEFT_OUT = {"uniform", "set_seed", "generator", "new_reals", ""}
DECLARED = re.compile(r"\s*(?:static\b.*\(|def \w+\(|\w+\([^()]*\) \{|import |from |typedef |#|const math)")
FUNCTION = re.compile(r"^(?:static [\w ]*?\*?(\w+)\(|def (\w+)\(|  (\w+)(?:: )?\([\w, ]*\)(?: =>)? [{\w]|const (\w+) = \()")


def region(source):
    """Where the mathematics begins and ends."""
    begin = source.index("\n", source.index("THE MATHEMATICS.")) + 1
    begin = source.index("\n", begin) + 1  # behind the ruler
    ends = [source.find(mark, begin) for mark in ("# THE CONVERSATION", "// THE CONVERSATION", "#endif  // OWN_MATHEMATICS")]
    return begin, min(e for e in ends if e > 0)


def functions(source):
    """The name of the function that each line belongs to."""
    names, name = [], ""
    for line in source.split("\n"):
        found = FUNCTION.match(line)
        name = next((g for g in found.groups() if g), name) if found else name
        names.append(name)
    return names


def closing(text, at):
    """The position of the bracket that closes the one at `at`, or -1 beyond the line."""
    depth = 0
    for n in range(at, len(text)):
        if text[n] == "\n":
            return -1
        depth += text[n] in "([{"
        depth -= text[n] in ")]}"
        if depth == 0:
            return n
    return -1


def arguments(text, at):
    """The argument spans of the call whose bracket opens at `at`."""
    end = closing(text, at)
    if end < 0:
        return []
    spans, depth, begin = [], 0, at + 1
    for n in range(at + 1, end + 1):
        if n == end or (text[n] == "," and depth == 0):
            spans.append((begin, n))
            begin = n + 1
        depth += text[n] in "([{"
        depth -= text[n] in ")]}"
    return [(b + len(text[b:e]) - len(text[b:e].lstrip()), e) for b, e in spans if text[b:e].strip()]


def edits(text):
    """Every mutation of a text: kind, begin, end, what stands there instead."""
    for token in TOKEN.finditer(text):
        kind, word, begin, end = token.lastgroup, token.group(), token.start(), token.end()
        if kind == "operator" and word in OPERATORS:
            yield "operator", begin, end, OPERATORS[word]
        elif kind == "number" and re.fullmatch(r"\d+(\.\d+)?", word):
            for by in (1, -1):
                yield "constant", begin, end, f"{float(word) + by:g}" if "." in word else str(int(word) + by)
        elif kind == "name" and word in COUNTERPART:
            yield "identifier", begin, end, COUNTERPART[word]
        elif kind == "name" and word == "T" and text[begin - 1] == ".":
            yield "transpose", begin - 1, end, ""
        elif kind == "name" and text[end:end + 1] == "(":
            close = closing(text, end)
            if word == "transpose" and close > 0 and text[begin - 1] == ".":
                yield "transpose", begin - 1, close + 1, ""
            elif word == "transpose" and close > 0:
                yield "transpose", begin, close + 1, "(" + text[end + 1:close] + ")"
            if word == "range" and close > 0:
                yield "bound", close, close, " - 1"
            spans = arguments(text, end)
            for (a, b), (c, d) in zip(spans, spans[1:]):
                if text[a:b] != text[c:d]:
                    yield "arguments", a, d, text[c:d] + text[b:c] + text[a:b]
    for loop in re.finditer(r"for \([^;\n]*;[^;\n]*<=? ?([\w.]+(?: \* [\w.]+)?);", text):
        yield "bound", loop.end(1), loop.end(1), " - 1"


def statements(line):
    """The statement of a line, without which the text still parses: its span, and what stands instead."""
    bare = line.strip()
    python = re.match(r"^\s+(?:[\w\[\]., *+()]+?) [-+*]?= .+$", line) and not bare.endswith((";", "{", ",", "("))
    braces = re.match(r"^\s+(?!\s|const|let|real|int|double|for|if|return|free|Problem|uint64_t|\(void\))[\w\[\].* +()]+?(?: [-+^]?= .*|\(.*\));$", line)
    begin = len(line) - len(line.lstrip())
    if python:
        yield begin, len(line), "pass"
    elif braces:
        yield begin, len(line), ";"


def mutants(source):
    """Every mutation of a kit's mathematics: kind, function, line number, the new line, the new source."""
    begin, end = region(source)
    names = functions(source)
    lines = source.split("\n")
    found, seen = [], set()

    def add(kind, a, b, new):
        changed = source[:a] + new + source[b:]
        n = source.count("\n", 0, a)
        if DECLARED.match(lines[n]) and "=>" not in lines[n]:
            return
        if names[n] in LEFT_OUT or changed == source or changed in seen or "\n" in source[a:b]:
            return
        own = "\n".join(line for line, name in zip(lines, names) if name == names[n])
        if kind == "identifier" and not re.search(rf"\b{new}\b", own):
            return  # no such name here
        seen.add(changed)
        found.append({"kind": kind, "function": names[n], "line": n + 1, "before": lines[n].strip(),
                      "after": changed.split("\n")[n].strip(), "source": changed})

    for kind, a, b, new in edits(source[begin:end]):
        add(kind, begin + a, begin + b, new)
    at = 0
    for line in lines:
        if begin <= at < end:
            for a, b, new in statements(line):
                add("statement", at + a, at + b, new)
        at += len(line) + 1
    return found
