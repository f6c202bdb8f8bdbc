// SPDX-License-Identifier: Apache-2.0
package org.noisygd.shape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One run of the compiler in this process, as the build runs it, over programs in memory. */
final class Compilation {
  private Compilation() {}

  /** A program. */
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

  /** Compiles programs against the class path of the tests, into a folder to throw away. */
  static List<Report> run(Path classes, List<Source> sources, Processor... processors)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, UTF_8)) {
      List<String> options =
          List.of(
              "--release",
              "17",
              "-d",
              classes.toString(),
              "-classpath",
              System.getProperty("java.class.path"),
              "-Xmaxerrs",
              "1000");
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, files, diagnostics, options, null, sources);
      task.setProcessors(List.of(processors));
      boolean success = task.call();
      List<Report> reports =
          diagnostics.getDiagnostics().stream().map(Compilation::report).toList();
      assertEquals(reports.isEmpty(), success, () -> "compiler's verdict against " + reports);
      return reports;
    }
  }

  private static Report report(Diagnostic<? extends JavaFileObject> diagnostic) {
    JavaFileObject source = diagnostic.getSource();
    String file = source == null ? "" : source.toUri().getPath().substring(1);
    return new Report(file, diagnostic.getLineNumber(), diagnostic.getMessage(Locale.ROOT));
  }
}
