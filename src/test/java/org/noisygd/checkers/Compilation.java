// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.ErrorProneJavacPlugin;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * One run of the compiler in this process, against the class path of the tests. It stops before it
 * writes classes.
 */
final class Compilation {
  private final List<String> options =
      new ArrayList<>(
          List.of(
              "--release",
              "17",
              "-classpath",
              System.getProperty("java.class.path"),
              "-Xmaxerrs",
              "1000",
              "-XDcompilePolicy=simple", // Error Prone asks for these two
              "--should-stop=ifError=FLOW",
              "--should-stop=ifNoError=FLOW",
              // A warning by the clock would make the result depend on the machine's load.
              "-AslowTypecheckingSeconds=3600",
              "-AnoWarnMemoryConstraints"));

  private List<Processor> processors = List.of();
  private Optional<List<String>> errorProne = Optional.empty();

  /** A program in memory. */
  static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String fileName, String text) {
      super(URI.create("memory:///" + fileName), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** What the compiler reports of a line. */
  record Report(String file, long line, String text) {}

  Compilation options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /**
   * Checkers, in this order. One stays silent once one before it has reported errors, so the shape
   * checker, whose errors say most, comes first.
   */
  Compilation processors(Processor... checkers) {
    processors = List.of(checkers);
    return this;
  }

  /** Error Prone too, with these options of its own. */
  Compilation errorProne(String... itsOptions) {
    errorProne = Optional.of(List.of(itsOptions));
    return this;
  }

  /** What is reported of programs in memory. */
  List<Report> run(List<Source> programs) throws IOException {
    try (StandardJavaFileManager files = files()) {
      return run(files, programs);
    }
  }

  /** What is reported of all sources in and below some folders. */
  List<Report> runOn(Path... folders) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> found = Files.walk(folder)) {
        found.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
      }
    }
    try (StandardJavaFileManager files = files()) {
      return run(files, files.getJavaFileObjectsFromPaths(sources));
    }
  }

  private static StandardJavaFileManager files() {
    return ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, Locale.ROOT, UTF_8);
  }

  private List<Report> run(
      StandardJavaFileManager files, Iterable<? extends JavaFileObject> sources) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavaCompiler.CompilationTask task =
        ToolProvider.getSystemJavaCompiler()
            .getTask(null, files, diagnostics, options, null, sources);
    task.setProcessors(processors);
    errorProne.ifPresent(
        its -> new ErrorProneJavacPlugin().init((JavacTask) task, its.toArray(String[]::new)));
    boolean success = task.call();
    List<Report> reports = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
      if (diagnostic.getKind() != Diagnostic.Kind.NOTE) {
        reports.add(report(diagnostic));
      }
    }
    if (!success && reports.isEmpty()) {
      throw new IllegalStateException("the compiler failed without a word");
    }
    return reports;
  }

  private static Report report(Diagnostic<? extends JavaFileObject> diagnostic) {
    JavaFileObject source = diagnostic.getSource();
    String path = source == null ? "" : source.toUri().getPath();
    String file = path.substring(path.lastIndexOf('/') + 1);
    return new Report(file, diagnostic.getLineNumber(), diagnostic.getMessage(Locale.ROOT));
  }
}
