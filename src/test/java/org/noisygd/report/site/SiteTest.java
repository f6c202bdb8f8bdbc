// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known answers: one note as markup, and the links of the whole documentation. */
class SiteTest {
  @TempDir private static Path out = Path.of("");

  private static int pages;

  @BeforeAll
  static void write() throws IOException {
    pages = new Site(Path.of(""), out).write("");
  }

  @Test
  void markdown_ofANote_isItsMarkup() {
    Markdown note =
        new Markdown(
            """
            <!-- a comment -->
            # The `a < b` of *it*

            See [there](b.md#c).

            | x | how known |
            | --- | --- |
            | 1 | <b>proved</b> |
            """);
    assertEquals("The a < b of it", note.title());
    assertEquals(
        """
        <h1 id="the-a--b-of-it">The <code>a &lt; b</code> of <em>it</em></h1>
        <p>See <a href="to b.md#c">there</a>.</p>
        <table class="values">
        <thead>
        <tr>
        <th>x</th>
        <th>how known</th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td data-label="x">1</td>
        <td data-label="how known">&lt;b&gt;proved&lt;/b&gt;</td>
        </tr>
        </tbody>
        </table>
        """,
        note.html(link -> "to " + link, image -> image));
  }

  @Test
  void firstPage_leadsToTheTutorialsFirst() throws IOException {
    String start = Files.readString(out.resolve("index.html"));
    String beginning = start.substring(0, start.indexOf("<article>"));
    for (String tutorial : new String[] {"judge", "precision", "library"}) {
      assertTrue(beginning.contains("href=\"start-" + tutorial + ".html\""), tutorial);
    }
  }

  @Test
  void api_hasEveryTypeOfTheNote_withItsComments() throws IOException {
    String api = Files.readString(out.resolve("api.html"));
    Matcher type =
        Pattern.compile("`([A-Z]\\w+)`")
            .matcher(
                Files.readString(Path.of("proofs-notes/library.md"))
                    .replaceAll("(?s)^.*\n\\| package \\|(.*?)\n\n.*", "$1"));
    int types = 0;
    for (; type.find(); types++) {
      assertTrue(api.contains("<h2 id=\"" + type.group(1) + "\">"), type.group(1));
    }
    assertTrue(types > 40, "got " + types);
    assertTrue(
        api.contains(
            """
            <h2 id="StepSizes">StepSizes</h2>
            <pre>record StepSizes&lt;T&gt;(T etaX, T etaY)</pre>
            """));
    assertTrue(
        api.contains("<dt><code>static &lt;T&gt; Noise&lt;T&gt; none()</code></dt>"), "a method");
  }

  @Test
  void everyNote_hasAPage() throws IOException {
    try (Stream<Path> notes = Files.list(Path.of("proofs-notes"))) {
      for (Path note : notes.filter(n -> n.toString().endsWith(".md")).toList()) {
        String name = note.getFileName().toString().replace(".md", ".html");
        name = name.equals("README.html") ? "notes.html" : name;
        assertTrue(Files.exists(out.resolve(name)), name);
      }
    }
    try (Stream<Path> written = Files.list(out)) {
      assertEquals(pages, written.filter(p -> p.toString().endsWith(".html")).count());
    }
  }

  /** A page of the same folder, a heading of one, or a copied file; nothing is loaded. */
  @Test
  void everyLink_leadsSomewhere() throws IOException {
    Set<String> dangling = new TreeSet<>();
    int links = 0;
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.filter(p -> p.toString().endsWith(".html")).toList()) {
        String page = Files.readString(file);
        for (Matcher m = Pattern.compile("href=\"([^\"]*)\"").matcher(page); m.find(); links++) {
          if (!leads(file, m.group(1))) {
            dangling.add(file.getFileName() + ": " + m.group(1));
          }
        }
        assertFalse(page.matches("(?s).*src=\"(?!data:).*"), file + " loads something");
      }
    }
    assertEquals(Set.of(), dangling);
    assertTrue(links > 300, "links, got " + links);
  }

  private static boolean leads(Path from, String link) throws IOException {
    if (link.startsWith("https://")) {
      return true;
    }
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? from : out.resolve(parts[0]);
    return Files.exists(target)
        && (parts.length == 1 || Files.readString(target).contains(" id=\"" + parts[1] + "\""));
  }
}
