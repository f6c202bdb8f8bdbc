// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.noisygd.number.Text;

/**
 * A browser without a window, Chromium where it is installed: what it makes of one of our pages, by
 * a script that is put into a copy of the page.
 *
 * <p>The script takes the box of every text in every figure and compares it with the figure's own,
 * both as they are on the screen; it takes the smallest size of a text there; and it looks for what
 * is wider than the page.
 */
public final class HeadlessBrowser {
  /** Half a pixel: boxes are rounded to sixty-fourths, so this is nothing that can be seen. */
  private static final String SCRIPT =
      """
      <script>
      const clipped = [], empty = [], wide = [];
      let smallest = 1000;
      for (const svg of document.querySelectorAll('svg')) {
        const frame = svg.getBoundingClientRect();
        const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim());
        for (const text of texts) {
          const box = text.getBoundingClientRect();
          const on = text.getScreenCTM();
          const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(on.a, on.b);
          smallest = Math.min(smallest, size);
          if (box.left < frame.left - 0.5 || box.right > frame.right + 0.5
              || box.top < frame.top - 0.5 || box.bottom > frame.bottom + 0.5) {
            clipped.push((svg.querySelector('title') || {}).textContent + ': ' + text.textContent);
          }
        }
        const drawn = [...svg.querySelectorAll('path, polygon, rect, circle')];
        if (frame.width < 50 || !drawn.some(d => d.getBoundingClientRect().width > 20)) {
          empty.push((svg.querySelector('title') || {}).textContent);
        }
      }
      const page = document.documentElement.clientWidth;
      for (const e of document.querySelectorAll('h1, h2, p, table, pre, figcaption, li')) {
        if (e.getBoundingClientRect().right > page + 0.5) {
          wide.push(e.tagName + ': ' + e.textContent.slice(0, 60));
        }
      }
      parent.postMessage(JSON.stringify({
        figures: document.querySelectorAll('figure svg').length,
        described: [...document.querySelectorAll('figure svg')].filter(
            s => s.querySelector('title') && s.querySelector('desc')).length,
        links: [...document.querySelectorAll('figcaption a')].map(a => a.getAttribute('href')),
        width: page, smallest, clipped, empty, wide}), '*');
      </script>
      """;

  /** Shows the page in a frame, which may be narrower than any window, and what it sends. */
  private static final String FRAME =
      """
      <!DOCTYPE html><html><body style="margin:0">
      <iframe src="looked.html" scrolling="no" style="border:0; width:%dpx; height:900px"></iframe>
      <script>
      addEventListener('message', seen => {
        const result = document.createElement('pre');
        result.id = 'looked-at';
        result.textContent = seen.data;
        document.body.append(result);
      });
      </script></body></html>
      """;

  private static final long SECONDS = 120;

  private final Path program;

  private HeadlessBrowser(Path program) {
    this.program = program;
  }

  /** The browser, if there is one on the path. */
  private static Optional<HeadlessBrowser> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(java.io.File.pathSeparator))
        .flatMap(
            directory ->
                List.of("chromium", "chromium-browser", "google-chrome").stream()
                    .map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(HeadlessBrowser::new);
  }

  /** The same; a test is unchecked without it, but in continuous integration, which has one. */
  public static HeadlessBrowser needed() {
    Optional<HeadlessBrowser> browser = find();
    if (System.getenv("NOISYGD_BROWSER_NEEDED") == null) {
      assumeTrue(browser.isPresent(), "unchecked: Chromium is not installed");
    }
    return browser.orElseThrow();
  }

  /**
   * What the script saw at a width of the page, with what the browser complained of as "console".
   */
  public JsonNode look(String page, Path directory, int width) throws IOException {
    // The page's own policy forbids every script, so the copy does without it.
    String copy =
        page.replaceAll("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
            .replace("</body>", SCRIPT + "</body>");
    Files.writeString(directory.resolve("looked.html"), copy);
    List<String> options = List.of("--virtual-time-budget=20000", "--dump-dom");
    String dom = run(Text.format(FRAME, width), directory, width, options, false);
    int from = dom.indexOf("<pre id=\"looked-at\">");
    if (from < 0) {
      throw new IOException("the browser must show what the script saw, got " + dom.length());
    }
    String seen = dom.substring(dom.indexOf('>', from) + 1, dom.indexOf("</pre>", from));
    return new ObjectMapper()
        .readTree(
            seen.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&"));
  }

  /** What the browser complains of when it shows the page as it is, line by line. */
  public List<String> complaints(String page, Path directory) throws IOException {
    return run(page, directory, 1000, List.of("--enable-logging=stderr", "--dump-dom"), true)
        .lines()
        .filter(line -> line.contains("CONSOLE"))
        .toList();
  }

  private String run(String page, Path directory, int width, List<String> options, boolean errors)
      throws IOException {
    Path file = directory.resolve("page.html");
    Path out = directory.resolve("browser.out");
    Path err = directory.resolve("browser.err");
    Files.writeString(file, page);
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--user-data-dir=" + directory.resolve("profile"),
            "--window-size=" + width + ",900"));
    command.addAll(options);
    command.add(file.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the browser must end within " + SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return Files.readString(errors ? err : out, StandardCharsets.UTF_8);
  }
}
