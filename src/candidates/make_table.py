#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes variants.json: every starter kit that CI runs, every correct variant, every known fault.

Each variants program prints its own rows with --list, one JSON object a line: name, kind (correct or
wrong), and for wrong ones code and ops. Here the command, the language and the needed packages join them.
Paths in commands are relative to this folder; ../../target/candidates is filled by build.sh.
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BUILT = "../../target/candidates/"
# kit: command, language, Debian packages
KITS = {
    "python": (["python3", "python/candidate.py"], "Python", "python3"),
    "numpy": (["python3", "numpy/candidate.py"], "Python", "python3-numpy"),
    "c": ([BUILT + "candidate_c"], "C", "gcc"),
    "cpp": ([BUILT + "candidate_cpp"], "C++", "g++ libeigen3-dev"),
    "java": (["java", "-jar", BUILT + "candidate.jar"], "Java", "maven"),
    "javascript": (["node", "javascript/candidate.js"], "JavaScript", "nodejs"),
    "octave": (["octave-cli", "--quiet", "--no-init-file", "octave/candidate.m"], "Octave", "octave"),
    "r": (["Rscript", "--vanilla", "r/candidate.R"], "R", "r-base-core r-cran-jsonlite"),
    "rounding-numpy": (["python3", "rounding/kit_numpy.py"], "Python", "python3-numpy"),
    "rounding-c": ([BUILT + "rounding_kit_c"], "C", "gcc"),
    "rounding-cpp": ([BUILT + "rounding_kit_cpp"], "C++", "g++"),
    "rounding-kernel": ([BUILT + "rounding_kit_kernel"], "C++", "g++"),
}
PROGRAMS = {
    "python-correct": (["python3", "python/correct.py"], "Python", "python3"),
    "python-unusual": (["python3", "python/unusual.py"], "Python", "python3"),
    "javascript": (["node", "javascript/variants.js"], "JavaScript", "nodejs"),
    "python": (["python3", "python/wrong.py"], "Python", "python3"),
    "numpy": (["python3", "numpy/variants.py"], "Python", "python3-numpy"),
    "numpy-optimisers": (["python3", "numpy/optimisers.py"], "Python", "python3-numpy"),
    "numpy-samplers": (["python3", "numpy/samplers.py"], "Python", "python3-numpy"),
    "c": ([BUILT + "wrong_c"], "C", "gcc"),
    "rounding/python-correct": (["python3", "rounding/python/correct.py"], "Python", "python3"),
    "rounding/python": (["python3", "rounding/python/wrong.py"], "Python", "python3"),
    "rounding/numpy": (["python3", "rounding/variants_numpy.py"], "Python", "python3-numpy"),
}
# one program a language, told its variant; variants.tsv in the folder says which there are
OTHERS = {
    "others": {
        "perl": (["perl", "others/perl/candidate.pl"], "Perl", "perl"),
        "lua": (["lua5.4", "others/lua/candidate.lua"], "Lua", "lua5.4"),
        "ruby": (["ruby", "others/ruby/candidate.rb"], "Ruby", "ruby"),
        "php": (["php", "others/php/candidate.php"], "PHP", "php-cli"),
        "tcl": (["tclsh", "others/tcl/candidate.tcl"], "Tcl", "tcl"),
        "numbers": (["python3", "others/python/arithmetics.py"], "Python", "python3"),
    },
    "rounding": {
        "js": (["node", "rounding/variants.js"], "JavaScript", "nodejs"),
        "c": ([BUILT + "rounding_c"], "C", "gcc"),
    },
}
# programs that are one variant each, as build.sh compiles them
BUILT_CORRECT = {
    "unoptimised": "binary64", "fast": "binary64", "native": "binary64", "fused": "binary64",
    "flush": "binary64", "long_double": "binary64", "long_double_rounded": "binary64", "float": "binary32",
    "float_9_digits": "binary32", "double_as_binary32": "binary32", "fma": "binary64",
}
EXTRA = {"mpmath": "python3-mpmath"}


def rows():
    for name, (command, language, needs) in KITS.items():
        yield {"name": "kit-" + name, "kind": "correct", "command": command,
               **({"ops": ["round"]} if name.startswith("rounding") else {}), "language": language, "needs": needs}
    for name, arithmetic in BUILT_CORRECT.items():
        yield {"name": "c-" + name.replace("_", "-"), "kind": "correct", "command": [BUILT + "correct_c_" + name],
               "arithmetic": arithmetic, "language": "C", "needs": "gcc"}
    for name, arithmetic in (("fast", "binary64"), ("float", "binary32"), ("long_double", "binary64")):
        yield {"name": "cpp-" + name.replace("_", "-"), "kind": "correct", "command": [BUILT + "correct_cpp_" + name],
               "arithmetic": arithmetic, "language": "C++", "needs": "g++ libeigen3-dev"}
    for program, (command, language, needs) in PROGRAMS.items():
        if not os.path.exists(os.path.join(HERE, command[-1])):
            print("no " + command[-1], file=sys.stderr)
            continue
        listed = subprocess.run(command + ["--list"], cwd=HERE, check=True, capture_output=True, text=True)
        for line in listed.stdout.splitlines():
            row = json.loads(line)
            more = next((p for word, p in EXTRA.items() if row["name"].startswith(word)), None)
            built = row.pop("command", None)
            yield {"name": f"{program.split('-')[0].replace('/', '-')}-{row['name']}", "kind": row["kind"],
                   "command": built or command + ["--variant", row["name"]],
                   **{k: v for k, v in row.items() if k not in ("name", "kind")},
                   "language": language, "needs": f"{needs} {more}" if more else needs}
    for folder, programs in OTHERS.items():
        with open(os.path.join(HERE, folder, "variants.tsv"), encoding="utf-8") as lines:
            for line in lines:
                if not line.startswith("#"):
                    program, kind, variant, code, ops, _ = line.rstrip("\n").split("\t")
                    command, language, needs = programs[program]
                    yield {"name": f"{'rounding-' if folder == 'rounding' else ''}{program}-{variant}", "kind": kind, "command": command + [variant],
                           **({"code": code} if kind == "wrong" else {}), **({"ops": ops.split()} if ops else {}),
                           "language": language, "needs": needs}


def main():
    table = list(rows())
    names = [row["name"] for row in table]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        sys.exit(f"names must differ: {sorted(twice)}")
    with open(os.path.join(HERE, "variants.json"), "w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(json.dumps(row) for row in table) + "\n]\n")
    print({kind: sum(row["kind"] == kind for row in table) for kind in ("correct", "wrong")})


if __name__ == "__main__":
    main()
