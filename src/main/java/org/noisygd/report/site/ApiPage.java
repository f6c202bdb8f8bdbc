// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.site;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.Page;
import org.noisygd.report.chart.Markup;

/**
 * The API on one page: declarations and comments of the types that the note on the library lists,
 * as the compiler reads them in the sources. It reads them only, so it needs no library.
 */
final class ApiPage {
  static final String TITLE = "The API of noisygd-core";

  private static final String NOTE = "proofs-notes/library.md";

  /** A row of the note's table: a package, the types in it, and what they are for. */
  private static final Pattern ROW = Pattern.compile("\\| `[a-z.]+` \\| (`\\w+`(, )?)+ \\| .+ \\|");

  private final Path root;

  private record Row(String name, List<String> types, String purpose) {}

  private final List<Row> packages = new ArrayList<>();
  private final Comments comments;
  private final StringBuilder html = new StringBuilder();

  /** The API of the clone at {@code root}. */
  ApiPage(Path root) throws IOException {
    this.root = root;
    for (String line : Files.readAllLines(root.resolve(NOTE))) {
      if (ROW.matcher(line).matches()) {
        String[] cells = line.split("\\|", -1);
        packages.add(
            new Row(
                cells[1].replace("`", "").strip(),
                List.of(cells[2].replace("`", "").strip().split(", ")),
                cells[3].strip().replaceAll("`([^`]*)`", "<code>$1</code>")));
      }
    }
    comments = new Comments(packages.stream().flatMap(api -> api.types().stream()).toList());
  }

  /** Adds the whole to a page. */
  void addTo(Page page) throws IOException {
    @Nullable JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IOException("the API must be read by a JDK, got a Java without a compiler");
    }
    page.raw("<article>\n").element("h1", TITLE).raw("\n<ul>\n");
    for (Row api : packages) {
      page.raw("<li><code>").text(api.name()).raw("</code>: ");
      page.raw(api.types().stream().map(comments::link).collect(Collectors.joining(", ")));
      page.raw("</li>\n");
    }
    page.raw("</ul>\n");
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      for (Row api : packages) {
        html.append("<h1 class=\"part\">org.noisygd.").append(api.name()).append("</h1>\n<p>For ");
        html.append(api.purpose()).append(".</p>\n");
        List<Path> sources = new ArrayList<>();
        for (String type : api.types()) {
          String file = "org/noisygd/" + api.name().replace('.', '/') + "/" + type + ".java";
          sources.add(root.resolve("src/main/java").resolve(file));
        }
        JavacTask task =
            (JavacTask)
                compiler.getTask(
                    null,
                    files,
                    problem -> {},
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjectsFromPaths(sources));
        DocTrees docs = DocTrees.instance(task);
        for (CompilationUnitTree unit : task.parse()) {
          for (Tree type : unit.getTypeDecls()) {
            type(docs, new TreePath(new TreePath(unit), type), "");
          }
        }
      }
    }
    page.raw(html.toString()).raw("</article>\n");
  }

  private void type(DocTrees docs, TreePath path, String outer) {
    ClassTree type = (ClassTree) path.getLeaf();
    String name = outer + type.getSimpleName();
    html.append("<h2 id=\"").append(name).append("\">").append(name).append("</h2>\n<pre>");
    html.append(Markup.escape(Declarations.of(type))).append("</pre>\n<p>");
    html.append(comments.of(docs.getDocCommentTree(path))).append('\n');
    List<TreePath> inside = new ArrayList<>();
    html.append("<dl>\n");
    for (Tree member : type.getMembers()) {
      TreePath at = new TreePath(path, member);
      if (member instanceof ClassTree nested) {
        if (isShown(type, nested.getModifiers().getFlags())) {
          inside.add(at);
        }
      } else if (member instanceof MethodTree method) {
        member(
            docs,
            at,
            isShown(type, method.getModifiers().getFlags()),
            Declarations.of(method, type));
      } else if (member instanceof VariableTree field) {
        boolean shown = isShown(type, field.getModifiers().getFlags());
        member(docs, at, shown, Declarations.of(field, type));
      }
    }
    html.append("</dl>\n");
    inside.forEach(nested -> type(docs, nested, name + "."));
  }

  /** Adds a member that has a comment; what only overrides has none. */
  private void member(DocTrees docs, TreePath at, boolean shown, String declaration) {
    String comment = comments.of(docs.getDocCommentTree(at));
    if (shown && !comment.isEmpty()) {
      html.append("<dt><code>").append(Markup.escape(declaration)).append("</code></dt>\n<dd>");
      html.append(comment).append("</dd>\n");
    }
  }

  private static boolean isShown(ClassTree type, Set<Modifier> flags) {
    return flags.contains(Modifier.PUBLIC)
        || flags.contains(Modifier.PROTECTED)
        || (type.getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE));
  }
}
