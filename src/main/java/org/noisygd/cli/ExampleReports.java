// SPDX-License-Identifier: Apache-2.0
package org.noisygd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.noisygd.judge.ProtocolServer;
import org.noisygd.report.chart.Markup;

/** Reports as the commands write them, for the documentation. */
final class ExampleReports {
  private static final String OPS = "loss,gradient,step";

  private static final String STUDY =
      "study precision --setting rank1 --replicates 4 --steps 3000 --arithmetic bfloat16"
          + " --arithmetic bfloat16/stochastic --arithmetic binary32";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path home;
  private final Path folder;
  private final ToIntFunction<String[]> verify;
  private final StringBuilder list = new StringBuilder();

  /** Reports below {@code out}; {@code home} has the golden trace and the sweep. */
  ExampleReports(Path home, Path out, ToIntFunction<String[]> verify) {
    this.verify = verify;
    this.home = home;
    this.folder = out.resolve("examples");
  }

  /**
   * Writes them all.
   *
   * @param progress told what is being made
   * @return the markup of their list
   */
  String write(Consumer<String> progress) throws IOException {
    progress.accept("example reports: candidates");
    Files.createDirectories(folder);
    list.append("<h2 id=\"example-reports\">Example reports</h2>\n<ul>\n");
    candidates();
    progress.accept("example reports: a trace");
    Path trace = copy("golden/traces/fig4-binary64-start.jsonl");
    run(0, "trace", trace.toString(), "--html", file("trace.html"));
    add("trace.html", "A run, judged update by update");
    progress.accept("example reports: a study of precision");
    List<String> study = new ArrayList<>(List.of(STUDY.split(" ")));
    study.addAll(List.of("--out", file("precision")));
    run(0, study.toArray(String[]::new));
    add("precision/report.html", "A study of precision: three arithmetics under the same noise");
    progress.accept("example reports: a sweep");
    Path sweep = copy("proofs-notes/sweeps/example.json");
    run(0, "study", "sweep", sweep.toString(), "--report", "--out", file("sweep"));
    add("sweep/report.html", "A sweep: the same at every point of a grid");
    return list.append("</ul>\n").toString();
  }

  /** One candidate that is right, and one that leaves the noise out. */
  private void candidates() throws IOException {
    Path requests = folder.resolve("requests.jsonl");
    run(0, "candidate", "--only", OPS, "--write-requests", requests.toString());
    List<String> asked = Files.readAllLines(requests);
    judge(0, "right", asked);
    add("right.html", "A candidate that is right");
    judge(1, "wrong", asked.stream().map(ExampleReports::withoutNoise).toList());
    add("wrong.html", "A candidate that leaves the noise out");
    Files.delete(requests);
  }

  private void judge(int status, String name, List<String> asked) throws IOException {
    Path replies = folder.resolve(name + ".jsonl");
    byte[] lines = (String.join("\n", asked) + "\n").getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(replies)) {
      ProtocolServer.of("binary64").serve(new ByteArrayInputStream(lines), out);
    }
    String page = file(name + ".html");
    run(status, "candidate", "--only", OPS, "--replies", replies.toString(), "--html", page);
    Files.delete(replies);
  }

  private static String withoutNoise(String request) {
    try {
      ObjectNode fields = (ObjectNode) JSON.readTree(request);
      for (String noise : List.of("noiseX", "noiseY")) {
        if (fields.has(noise)) {
          fields.set(noise, zeros(fields.get(noise)));
        }
      }
      return fields.toString();
    } catch (IOException e) {
      throw new IllegalStateException("a request must be JSON, got " + request, e);
    }
  }

  private static JsonNode zeros(JsonNode numbers) {
    if (!numbers.isArray()) {
      return JSON.getNodeFactory().numberNode(0.0);
    }
    ArrayNode zeros = JSON.createArrayNode();
    numbers.forEach(entry -> zeros.add(zeros(entry)));
    return zeros;
  }

  private Path copy(String source) throws IOException {
    Path file = home.resolve(source);
    Path copy = folder.resolve(String.valueOf(file.getFileName()));
    return Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void add(String page, String what) {
    list.append("<li><a href=\"examples/").append(page).append("\">");
    list.append(Markup.escape(what)).append("</a></li>\n");
  }

  /** Runs a command of ours, quietly. */
  private void run(int status, String... words) throws IOException {
    String[] quiet = Stream.concat(Stream.of(words), Stream.of("-q")).toArray(String[]::new);
    int got = verify.applyAsInt(quiet);
    if (got != status) {
      throw new IOException(
          "verify.sh " + String.join(" ", quiet) + " must end with " + status + ", got " + got);
    }
  }
}
