// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisygd.report.Page;
import org.noisygd.report.ResultFile;
import org.noisygd.report.chart.Markup;

/**
 * The README, the notes in the order of their index, the protocol and what stands in {@code
 * .github}, each as a page in one folder, and the API on one page. Links lead from page to page;
 * files that a note links to are copied beside the pages.
 */
public final class Site {
  /** What stands above every page. */
  private static final Map<String, String> ABOVE =
      Map.of(
          "README.md", "Start",
          "proofs-notes/README.md", "Notes",
          "proofs-notes/CLAIMS.md", "Claims",
          "proofs-notes/library.md", "Library",
          "src/candidates/PROTOCOL.md", "Protocol");

  private static final String API = "api.html";

  private static final Pattern NOTE = Pattern.compile("(?m)^\\| \\[[^]]+]\\(([\\w-]+\\.md)\\)");

  private final Path root;
  private final Path out;

  /** The name of each page by the path of its source, in reading order. */
  private final Map<Path, String> pages = new LinkedHashMap<>();

  /**
   * A site of the clone at {@code root}, to be written to {@code out}.
   *
   * @throws IOException if the index of notes cannot be read
   */
  public Site(Path root, Path out) throws IOException {
    this.root = root;
    this.out = out;
    pages.put(Path.of("README.md"), "index.html");
    pages.put(Path.of("proofs-notes/README.md"), "notes.html");
    Matcher note = NOTE.matcher(Files.readString(root.resolve("proofs-notes/README.md")));
    while (note.find()) {
      add("proofs-notes/" + note.group(1));
    }
    add("src/candidates/PROTOCOL.md");
    add("src/candidates/README.md", "starter-kits.html");
    add("src/jmh/peers/README.md", "peers.html");
    add("golden/README.md", "golden.html");
    add(".github/CHANGELOG.md");
    add(".github/CONTRIBUTING.md");
    add(".github/SECURITY.md");
  }

  private void add(String source) {
    add(source, source.replaceAll(".*/|\\.md$", "") + ".html");
  }

  private void add(String source, String name) {
    pages.put(Path.of(source), name);
  }

  /**
   * Writes every page.
   *
   * @param examples the markup of a list of example reports, for the first page; may be empty
   * @return how many
   * @throws IOException if a source cannot be read, or a page not be written
   */
  public int write(String examples) throws IOException {
    Files.createDirectories(out);
    List<Path> order = new ArrayList<>(pages.keySet());
    for (int k = 0; k < order.size(); k++) {
      Path source = order.get(k);
      Markdown note = new Markdown(Files.readString(root.resolve(source)));
      Page page = new Page(note.title()).raw(above(!examples.isEmpty()));
      page.raw(k == 0 ? tutorials() : "");
      page.raw("<article>\n").raw(note.html(to -> link(source, to), to -> image(source, to)));
      page.raw(k == 0 ? examples : "").raw("</article>\n<p class=\"contents\">");
      if (k > 0) {
        page.raw("Before: ").raw(to(order.get(k - 1)));
      }
      if (k + 1 < order.size()) {
        page.raw(" Next: ").raw(to(order.get(k + 1)));
      }
      write(name(source), page.raw("</p>\n").end());
    }
    Page api = new Page(ApiPage.TITLE).raw(above(!examples.isEmpty()));
    new ApiPage(root).addTo(api);
    write(API, api.end());
    return order.size() + 1;
  }

  private void write(String name, String page) throws IOException {
    ResultFile.in("--out", out, name).write(page);
  }

  private String name(Path source) {
    String name = pages.get(source);
    if (name == null) {
      throw new IllegalArgumentException("a page must be listed, got " + source);
    }
    return name;
  }

  private String above(boolean examples) {
    StringBuilder nav = new StringBuilder("<nav><ul class=\"contents\">\n");
    pages.forEach(
        (source, name) -> {
          String shown = ABOVE.get(source.toString().replace('\\', '/'));
          if (shown != null) {
            nav.append("<li><a href=\"").append(name).append("\">").append(shown);
            nav.append("</a></li>\n");
          }
        });
    nav.append("<li><a href=\"").append(API).append("\">API</a></li>\n");
    if (examples) {
      nav.append("<li><a href=\"index.html#example-reports\">Examples</a></li>\n");
    }
    return nav.append("</ul></nav>\n").toString();
  }

  /** A list of the tutorials. */
  private String tutorials() throws IOException {
    StringBuilder list = new StringBuilder("<p>Start here:</p>\n<ul>\n");
    for (Map.Entry<Path, String> page : pages.entrySet()) {
      if (page.getValue().startsWith("start-")) {
        list.append("<li>").append(to(page.getKey())).append("</li>\n");
      }
    }
    return list.append("</ul>\n").toString();
  }

  private String to(Path source) throws IOException {
    String title = new Markdown(Files.readString(root.resolve(source))).title();
    return "<a href=\"" + name(source) + "\">" + Markup.escape(title) + "</a>";
  }

  /** Where a link of a note leads: to another page, to a copy of a file, or elsewhere as it was. */
  private String link(Path source, String destination) {
    if (destination.matches("[a-z]+:.*|#.*")) {
      return destination;
    }
    String[] parts = destination.split("#", 2);
    Path target = source.resolveSibling(parts[0]).normalize();
    String name = pages.get(target);
    if (name == null) {
      name = copy(target);
    }
    return parts.length == 1 ? name : name + "#" + parts[1];
  }

  private String copy(Path file) {
    String copy = "files/" + file.getFileName();
    try {
      Files.createDirectories(out.resolve("files"));
      Files.write(out.resolve(copy), Files.readAllBytes(root.resolve(file)));
    } catch (IOException e) {
      throw new IllegalArgumentException("a link must lead to a file, got " + file, e);
    }
    return copy;
  }

  /** A picture as part of the page, which may load nothing. */
  private String image(Path source, String destination) {
    Path file = source.resolveSibling(destination).normalize();
    try {
      String type = destination.endsWith(".svg") ? "svg+xml" : "png";
      byte[] bytes = Files.readAllBytes(root.resolve(file));
      return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    } catch (IOException e) {
      throw new IllegalArgumentException("a picture must be a file, got " + file, e);
    }
  }
}
