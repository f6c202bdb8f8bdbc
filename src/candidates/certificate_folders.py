# SPDX-License-Identifier: Apache-2.0
"""Edits of a certificate's folder, for certificate_edits.py: each must be refused. In some, MANIFEST is made to agree."""
import hashlib
import os
import shutil

FALSE = "Theorem claim_3 : passes (Answer line_1 line_2 line_3 line_4) Expanded.\nProof. by_computation. Qed.\n"


def text(path, name):
    with open(os.path.join(path, name), encoding="latin-1", newline="") as file:
        return file.read()


def write(path, name, content):
    with open(os.path.join(path, name), "w", encoding="latin-1", newline="") as file:
        file.write(content)


def remade(path):
    """Makes MANIFEST agree with the files whose names belong there."""
    names = ["README.txt", "conversation.jsonl", *sorted(n for n in os.listdir(path) if n.startswith("Claims") and len(n) == 11)]
    names = [name for name in names if os.path.isfile(os.path.join(path, name))]
    theorems = sum(line.startswith("Theorem ") for name in names[2:] for line in text(path, name).split("\n"))
    sums = [f"{hashlib.sha256(text(path, name).encode('latin-1')).hexdigest()}  {name}\n" for name in names]
    write(path, "MANIFEST", f"{theorems} theorems\n{''.join(sums)}")


def named(name):
    """A false theorem in a file of a name that does not belong there."""
    def edit(path):
        write(path, name, text(path, "Claims001.v").partition("Theorem")[0] + FALSE.replace("claim_3", "claim_1"))
        remade(path)
    return edit


def changed(name, change, agree=True):
    def edit(path):
        new = change(text(path, name))
        assert new != text(path, name), f"{name} is not changed"
        write(path, name, new)
        if agree:
            remade(path)
    return edit


def without(name, agree=False):
    def edit(path):
        os.remove(os.path.join(path, name))
        if agree:
            remade(path)
    return edit


def linked(name, target):
    """A file that is a link instead."""
    def edit(path):
        file = os.path.join(path, name)
        if os.path.exists(file):
            shutil.move(file, path + "-" + name)
        os.symlink(target or path + "-" + name, file)
    return edit


def exchanged(path):
    """Two files of theorems exchanged, and both numbered in order."""
    one, two = text(path, "Claims001.v"), text(path, "Claims002.v")
    write(path, "Claims001.v", two)
    write(path, "Claims002.v", one)
    remade(path)


def empty(path):
    os.remove(os.path.join(path, "Claims002.v"))
    os.remove(os.path.join(path, "Claims001.v"))
    write(path, "conversation.jsonl", "")
    remade(path)


def sub(old, new):
    return lambda content: content.replace(old, new, 1)


CLAIM = "Theorem claim_1 : "
FOLDER_EDITS = {
    **{f"a false theorem in {name!r}": named(name) for name in [
        "Claims'a.v", 'Claims"x.v', "Claims\\x.v", "Claims a.v", "Claims\nx.v", " Claims003.v", "Claims003.v ", "Claims*.v", "Claims[0-9].v",
        "Claims$(x).v", "Claims`x`.v", "Claims;x.v", "Claims0003.v", "Claims03.v", "claims003.v", "CLAIMS003.v", "Claims003.V", "Claims.v",
        "Claims004.v", ".Claims003.v", "-Claims003.v", "--help", "Claims\xe9.v", "Verdict.v", "Claims003.v.refused", "Claims003"]},
    "a false theorem in a third file": named("Claims003.v"),
    "a false theorem, numbered on": lambda path: (write(path, "Claims003.v", text(path, "Claims001.v").partition("Theorem")[0] + FALSE), remade(path)),
    "a compiled file": lambda path: write(path, "Claims001.vo", "x"),
    "a folder": lambda path: os.mkdir(os.path.join(path, "sub")),
    "a folder of a file's name": lambda path: os.mkdir(os.path.join(path, "Claims003.v")),
    "a pipe": lambda path: os.mkfifo(os.path.join(path, "Claims003.v")),
    **{f"{name} is a link": linked(name, None) for name in ["Claims001.v", "MANIFEST", "conversation.jsonl"]},
    "a link to nothing": linked("Claims003.v", "nothing"),
    "a link to a device": linked("Claims003.v", "/dev/zero"),
    **{f"without {name}": without(name) for name in ["MANIFEST", "README.txt", "conversation.jsonl", "Claims001.v", "Claims002.v"]},
    **{f"without {name}, MANIFEST agrees": without(name, True) for name in ["README.txt", "conversation.jsonl", "Claims001.v"]},
    **{f"{name} is empty": changed(name, lambda content: "") for name in ["conversation.jsonl", "Claims001.v"]},
    "MANIFEST is empty": changed("MANIFEST", lambda content: "", False),
    "no theorem at all": empty,
    "files exchanged": exchanged,
    "a theorem more in MANIFEST": changed("MANIFEST", sub("2 theorems", "3 theorems"), False),
    "a digest changed": changed("MANIFEST", lambda content: content[:15] + ("0" if content[15] != "0" else "1") + content[16:], False),
    "MANIFEST has a line more": changed("MANIFEST", lambda content: content + "\n", False),
    "README.txt changed": changed("README.txt", lambda content: content + "All is well.\n", False),
    "conversation changed": changed("conversation.jsonl", lambda content: content.replace('"id"', '"ID"', 1)),
    "conversation has a blank more": changed("conversation.jsonl", lambda content: content.replace("{", "{ ", 1)),
    "conversation has a line more at its head": changed("conversation.jsonl", lambda content: "{}\n" + content),
    "conversation has a line less": changed("conversation.jsonl", lambda content: content[: content.rindex("{")]),
    "conversation with CR": changed("conversation.jsonl", lambda content: content.replace("\n", "\r\n")),
    "conversation with a byte-order mark": changed("conversation.jsonl", lambda content: "\xef\xbb\xbf" + content),
    "conversation with NUL": changed("conversation.jsonl", lambda content: content + "\0"),
    "lines of the conversation exchanged": changed("conversation.jsonl", lambda content: "\n".join(content.split("\n")[1::-1] + content.split("\n")[2:])),
    "a theorem doubled": changed("Claims001.v", lambda content: content + content[content.index(CLAIM):]),
    "a theorem without proof": changed("Claims001.v", sub("Proof. by_computation. Qed.\n", "")),
    "a theorem admitted": changed("Claims001.v", sub("Proof. by_computation. Qed.", "Proof. Admitted.")),
    "another tactic": changed("Claims001.v", sub("by_computation", "auto")),
    "an axiom": changed("Claims001.v", sub(CLAIM, "Axiom any : forall P : Prop, P.\n" + CLAIM)),
    "passes defined anew": changed("Claims001.v", sub(CLAIM, "Definition passes (s : said) (w : sense) := True.\n" + CLAIM)),
    "a line defined anew": changed("Claims001.v", sub(CLAIM, 'Definition line_5 := "{}".\n' + CLAIM)),
    "a line defined twice": changed("Claims002.v", lambda content: content.replace("Definition line_1", content[content.index("Definition line_1"):
                                                                                    content.index("Definition line_2")] + "Definition line_1", 1)),
    "a notation": changed("Claims001.v", sub(CLAIM, 'Notation "passes" := (fun _ _ => True).\n' + CLAIM)),
    "another import": changed("Claims001.v", sub("Verdict Conversation", "Verdict Conversation Evil")),
    "a command after a comment": changed("Claims001.v", sub("(* one *)", "(* one *) Axiom any : False. (* one *)")),
    "a comment that is not closed": changed("Claims001.v", sub("(* one *)", "(* one")),
    "a comment in a comment": changed("Claims001.v", sub("(* one *)", "(* (* one *)")),
    "a string in a comment": changed("Claims001.v", sub("(* one *)", '(* " *)')),
    "a tab within a theorem": changed("Claims001.v", sub(CLAIM, "Theorem\tclaim_1 : ")),
    "a theorem with a quantifier": changed("Claims001.v", sub(CLAIM, CLAIM + "False -> ")),
    "a theorem of another number": changed("Claims001.v", sub("claim_1", "claim_7")),
    "no end of the last line": changed("Claims001.v", lambda content: content.rstrip("\n")),
    "theorems with CR": changed("Claims001.v", lambda content: content.replace("\n", "\r\n")),
    "theorems with NUL": changed("Claims001.v", sub("(* one *)", "(* on\0e *)")),
}
