# SPDX-License-Identifier: Apache-2.0
"""A hook of mkdocs.yml: sets the formulas while the pages are built, by KaTeX, so that pages load nothing for them.

KaTeX and its fonts are taken from Debian's package libjs-katex, and nodejs runs it. These are warnings, and so errors of
`mkdocs build --strict`: a formula that KaTeX cannot set or that the forge would not show, and a link to a file that is in
the repository but not among the pages, which MkDocs itself lets pass.

Each source of the proofs has a page, written by coqdoc (Debian's package coq) without the proofs, to which the notes' links
lead; names in Main.v lead on to their definitions. The javadoc of the library is among the pages if
`mvn -f src/library/pom.xml package` has written it.
"""
import html
import json
import logging
import posixpath
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import unquote

from mkdocs.structure.files import File

KATEX = Path("/usr/share/javascript/katex")
LICENCE = Path("/usr/share/doc/libjs-katex/copyright")
COQ = "proofs-notes/coq"
DEFINED = re.compile(r"^(?:Theorem|Lemma|Corollary|Definition|Fixpoint|Inductive|Record) ([\w']+)", re.MULTILINE)
NAME = re.compile(r"""<span class="id" title="(?:var|keyword)">([\w']+)</span>( :)?""")
API = Path(__file__).parents[1] / "target/library/reports/apidocs"
SCRIPT = """
const katex = require(process.argv[1]);
const set = ([formula, displayMode]) => {
  try { return [katex.renderToString(formula, {displayMode, strict: false}), null]; }
  catch (wrong) { return [null, wrong.message]; }
};
console.log(JSON.stringify(JSON.parse(require('fs').readFileSync(0)).map(set)));
"""
# What the extension pymdownx.arithmatex makes of $..$, of $$..$$, and of a block ```math.
FORMULA = re.compile(r'<(span|div|pre) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', re.DOTALL)
# In $..$ and $$..$$ the forge takes a backslash before a sign away, as Markdown does elsewhere. An underscore that follows no
# letter or digit begins emphasis there, unless a blank follows it.
LOST = re.compile(r"\\[^A-Za-z\s]|\\$|(?<![A-Za-z0-9])_(?=\S)")
REFUSED = re.compile(r"\\(operatorname|mbox|phantom|hphantom|vphantom|newcommand|def)\b")

log = logging.getLogger("mkdocs.plugins.pages")


def on_config(config):
    missing = [p for p, there in {"libjs-katex": KATEX.is_dir(), "nodejs": shutil.which("node")}.items() if not there]
    if missing:
        log.warning("formulas stay as they are written: install %s", " ".join(missing))
    config.extra["formulas"] = not missing
    if not missing:
        config.extra_css.append("assets/katex/katex.min.css")
    if API.is_dir():
        config.nav.append({"API of the library": "api/index.html"})


def on_files(files, config):
    for file in files:  # what publishes the site leaves folders out that begin with a dot
        if file.src_uri.startswith(".github/"):
            file.dest_uri = file.dest_uri.removeprefix(".")
    for path in API.rglob("*"):
        if path.is_file():
            files.append(File.generated(config, f"api/{path.relative_to(API)}", abs_src_path=str(path)))
    for name, page in proofs(Path(config.docs_dir) / COQ):
        files.append(File.generated(config, f"{COQ}/{name}", content=page))
    if config.extra["formulas"]:
        paths = {p.relative_to(KATEX): p for p in [KATEX / "katex.min.css", *KATEX.glob("fonts/*.woff2")]}
        paths["LICENCE.txt"] = LICENCE
        for name, path in paths.items():
            if path.exists():
                files.append(File.generated(config, f"assets/katex/{name}", abs_src_path=str(path)))


def proofs(coq):  # the pages of the proofs and their style, each with its name
    sources = sorted(coq.glob("*/*/*.v"))
    if not shutil.which("coqdoc"):
        log.warning("no pages of the proofs: install coq")
        return
    with tempfile.TemporaryDirectory() as made:
        subprocess.run(["coqdoc", "--html", "--utf8", "--no-glob", "--gallina", "--no-index", "--parse-comments",
                        "--plain-comments", "-d", made, "-Q", coq / "paper", "NoisyGD", "-Q", coq / "judge", "NoisyGD",
                        *sources], check=True, stderr=subprocess.DEVNULL)  # it warns of links, which need what is built
        yield "coqdoc.css", (Path(made) / "coqdoc.css").read_text()
        at = {name: s.relative_to(coq).with_suffix(".html")
              for s in sources for name in [s.stem, *DEFINED.findall(s.read_text())]}
        for source in sources:
            here, text = source.relative_to(coq).with_suffix(".html"), source.read_text()
            page = (Path(made) / f"NoisyGD.{here.parent.name}.{here.name}").read_text()
            page = page.replace('"coqdoc.css"', '"../../coqdoc.css"')
            bound = set(re.findall(r"(\w+) :=", text))

            def put(match):
                name, to = match[1], at.get(match[1])
                if to == here:
                    return f'<a id="{name}"></a>{match[0]}'
                if not to or name != to.stem and (here.parent.name != "main" or name in bound):
                    return match[0]
                return f'<a href="../../{to}#{name}">{match[0]}</a>'

            yield str(here), NAME.sub(put, page)


def on_page_markdown(markdown, page, config, files):
    page.meta["tags"] = config.extra["search"].get(page.file.src_uri, [])
    return re.sub(r"\A<!--.*?-->\n", "", markdown)  # else the heading is not first, and not the page's title


def on_page_content(content, page, config, files):
    if re.search(r'<h\d[^>]*>[^\n]*class="arithmatex"', content):
        log.warning("%s: a formula in a heading, whose anchor and entry beside the text want words", page.file.src_uri)
    for tag, formula in FORMULA.findall(content):
        lost = REFUSED.search(formula) or tag != "pre" and LOST.search(formula)
        if lost:
            log.warning(
                "%s: the forge does not show %s in $%s$: \\lbrace for \\{, \\Vert for \\|, \\mathrm for \\operatorname, "
                "no \\, and a block ```math for \\\\, a blank after _ if no letter or digit is before it",
                page.file.src_uri, lost.group(), formula.strip())


def on_env(env, config, files):
    config.extra["titles"] = {page.url: page.page.title for page in files.documentation_pages() if page.page}
    for name in set(config.extra["search"]) - {page.src_uri for page in files.documentation_pages()}:
        log.warning("mkdocs.yml has words for the search of %s, which is no page", name)


def on_post_page(output, page, config):  # after the search has read the page
    def titled(match):  # a link that is called by its file is called by its page's title
        to = posixpath.normpath(posixpath.join(posixpath.dirname(page.url), match[2]))
        return f"{match[1]}{html.escape(config.extra['titles'].get(to, match[3]), quote=False)}</a>"

    output = re.sub(rf'(href="[^":]*{COQ[13:]}/\w+/\w+/\w+)\.v"', r'\1.html"', output)
    output = re.sub(r'(<a href="([^"#:]+)(?:#[^"]*)?">)([\w./-]+\.md)</a>', titled, output)
    found = FORMULA.findall(output)
    if not found or not config.extra["formulas"]:
        return output
    formulas = [(html.unescape(formula), tag != "span") for tag, formula in found]
    answer = subprocess.run(["node", "-e", SCRIPT, str(KATEX / "katex.js")], input=json.dumps(formulas),
                            text=True, capture_output=True, check=True).stdout
    answers = iter(json.loads(answer))

    def put(match):
        made, wrong = next(answers)
        if wrong:
            log.warning("%s: no formula: %s", page.file.src_uri, wrong)
        return made or match.group()

    return FORMULA.sub(put, output)


def on_post_build(config):
    built = Path(config.site_dir)
    for page in built.rglob("*.html"):
        if page.name == "404.html" or "api" in page.relative_to(built).parts:
            continue
        for link in set(re.findall(r'(?:href|src)="([^"#?:]+)["#?]', page.read_text())):
            if not (page.parent / unquote(link)).exists():
                log.warning("%s: %s is not among the pages", page.relative_to(built), link)
