# SPDX-License-Identifier: Apache-2.0
"""Tries a conversion of Python by vectors: python3 rounding_runner.py MODULE:FUNCTION FILE...

FUNCTION(patterns, call) gets a list of patterns of the source format as integers, and returns the codes, or None where
it does not offer that conversion. call is a dict: format, source, mode, overflow, and for stochastic rounding bits and
integers, one of each a pattern. For blocks it gets one array as floats with call["rule"], and returns a pair, the codes
of the scales (for nvfp4 g as a pattern of binary32 first; a block of zeros may have any) and those of the elements.
Prints what fails, and the modes where nothing was tried; the exit status is 1 if anything fails, 2 if nothing was tried.
"""
import importlib
import json
import pathlib
import sys

WIDTHS = {"binary64": 64, "binary32": 32, "binary16": 16, "bfloat16": 16}


def agrees(header, got, expected):
    if expected == "nan":
        return any(int(low, 16) <= got <= int(high, 16) for low, high in header["nan"])
    return expected == "any" or got == int(expected, 16)


def tables(header, rows):
    """For each mode and overflow the call, its patterns and what they become; each array of blocks for itself."""
    modes, shared = header["modes"], {key: header[key] for key in ("format", "source")}
    if header["kind"] == "blocks":
        for values, *groups in rows:
            array = [float.fromhex(value) for value in values.split()]
            for rules, scales, *elements in groups:
                for rule in rules.split():
                    for m, mode in enumerate(modes):
                        yield {**shared, "mode": mode, "rule": rule}, array, [*scales.split(), *elements[m % len(elements)].split()]
        return
    sign = 1 << (WIDTHS[header["source"]] - 1)
    told = [(int(row[1], 16) | (sign if side else 0), row[2:-2], row[side - 2].split()) for row in rows for side in (0, 1) if row[side - 2]]
    for o, overflow in enumerate(header["overflows"]):
        for m, mode in enumerate(modes):
            call = {**shared, "mode": mode, "overflow": overflow}
            if header["kind"] == "stochastic":
                call.update(bits=[int(random[0]) for _, random, _ in told], integers=[int(random[1], 16) for _, random, _ in told])
            yield call, [pattern for pattern, _, _ in told], [codes[(o * len(modes) + m) % len(codes)] for _, _, codes in told]


def main(function="", *paths):
    module, _, name = function.partition(":")
    sys.path.insert(0, ".")
    try:
        convert = getattr(importlib.import_module(module), name)
        texts = [(path, pathlib.Path(path).read_text(encoding="utf-8")) for path in paths]
    except (ImportError, AttributeError, OSError, ValueError) as error:
        print(f"{function or 'expected MODULE:FUNCTION'}: {error}", file=sys.stderr)
        return 2
    tried = failed = 0
    asked = {"mode": {}, "overflow": {}, "rule": {}}
    for path, text in texts:
        header, *rows = map(json.loads, text.splitlines())
        for call, given, expected in tables(header, rows):
            for key in asked.keys() & call.keys():
                asked[key][call[key]] = True
            got = convert(given, call)
            if got is None:
                continue
            codes = [int(code) for part in got for code in part] if "rule" in call else [int(code) for code in got]
            if len(codes) != len(expected):
                sys.exit(f"{path}: expected {len(expected)} codes, got {len(codes)}")
            wrong = [i for i, code in enumerate(codes) if not agrees(header, code, expected[i])]
            title = ", ".join(str(call[key]) for key in ("format", "source", "rule", "mode", "overflow") if key in call)
            for i in wrong[:5]:
                value = f"array {given}, code {i}" if "rule" in call else f"{given[i]:#x}"
                random = f" with the integer {call['integers'][i]} of {call['bits'][i]} bits" if "bits" in call else ""
                print(f"{title}: {value}{random} becomes {codes[i]:#x}, expected {expected[i]}")
            tried, failed = tried + len(expected), failed + len(wrong)
            if wrong or "rule" not in call:
                print(f"{title}: {len(wrong)} of {len(expected)} wrong")
    for key, words in asked.items():
        if words and not tried:
            print(f"call[{key!r}] was each of {', '.join(words)}")
    print(f"{tried} codes tried, {failed} wrong")
    return (failed > 0) if tried else 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
