# SPDX-License-Identifier: Apache-2.0
"""Conversion vectors as a C header: python3 src/golden/rounding_header.py golden/rounding/FILE... >vectors.h

Of files of kind `conversion` and `stochastic`. Each case is a value of either sign and all codes that it may become;
NaN is ~0. Compile rounding_runner.c beside the header, with the conversion in question.
"""
import json
import pathlib
import sys

CODE = {"nan": "~0ull"}


def number(code):
    return CODE.get(code, f"0x{code}")


def cases(header, row):
    """A row as C: the sign, the pattern, the random bits, the codes for each overflow."""
    modes, overflows = len(header["modes"]), len(header["overflows"])
    bits, integer = row[2:4] if header["kind"] == "stochastic" else ("0", "0")
    for sign, codes in enumerate(row[-2:]):
        if codes:
            each = codes.split() if len(codes.split()) > modes else codes.split() * overflows
            yield f"{{{sign}, 0x{row[1]}, {bits}, 0x{integer}, {{{', '.join(map(number, each))}}}}},"


def words(several):
    return "{" + ", ".join(f'"{word}"' for word in several) + "}"


def main(paths):
    print("/* SPDX-License-Identifier: Apache-2.0; made by rounding_header.py from the files named below. */")
    print("#include <stdint.h>")
    print("struct rounding_case { int negative; uint64_t pattern; int bits; uint64_t integer, codes[18]; };")
    print("struct rounding_file { const char *format, *source, *modes[6], *overflows[3]; int width, modes_count, overflows_count;")
    print("  uint64_t nan[2][2]; const struct rounding_case *cases; long count; };")
    files = []
    for path in paths:
        try:
            lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
        except OSError as error:
            sys.exit(str(error))
        header = json.loads(lines[0])
        if header["kind"] == "blocks":
            sys.exit(f"{path}: blocks are for rounding_runner.py")
        name = f"rounding_{len(files)}"
        made = [case for line in lines[1:] for case in cases(header, json.loads(line))]
        print(f"/* {path} */", f"static const struct rounding_case {name}[] = {{", *made, "};", sep="\n")
        nan = "{" + ", ".join(f"{{{number(a)}, {number(b)}}}" for a, b in header["nan"] or [("1", "0")]) + "}"
        files.append(f'{{"{header["format"]}", "{header["source"]}", {words(header["modes"])}, {words(header["overflows"])}, {header["width"]}, '
                     f'{len(header["modes"])}, {len(header["overflows"])}, {nan}, {name}, {len(made)}}},')
    print("static const struct rounding_file rounding_files[] = {", *files, "};", sep="\n")


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("expected the files of vectors, got none")
    main(sys.argv[1:])
