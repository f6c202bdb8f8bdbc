// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.site;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.ErroneousTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.util.SimpleDocTreeVisitor;
import java.util.List;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.chart.Markup;

/** Comments of declarations as markup, with links to the types of the API. */
final class Comments {
  private final List<String> api;
  private final Visitor visitor = new Visitor();

  /** With links to these types. */
  Comments(List<String> api) {
    this.api = api;
  }

  /** The markup of a comment; empty if there is none. */
  String of(@Nullable DocCommentTree comment) {
    if (comment == null) {
      return "";
    }
    String tags = all(comment.getBlockTags());
    return all(comment.getFullBody()) + (tags.isEmpty() ? "" : "\n<ul>" + tags + "</ul>");
  }

  /** A type or one of its members, as a link if it is of the API. */
  String link(String reference) {
    String type = reference.replaceAll("#.*", "");
    String shown =
        "<code>" + Markup.escape(reference.replaceFirst("^#", "").replace('#', '.')) + "</code>";
    return api.contains(type.replaceAll("\\..*", ""))
        ? "<a href=\"#" + type + "\">" + shown + "</a>"
        : shown;
  }

  private String all(List<? extends DocTree> trees) {
    return trees.stream().map(tree -> tree.accept(visitor, null)).collect(Collectors.joining());
  }

  private final class Visitor extends SimpleDocTreeVisitor<String, @Nullable Void> {
    @Override
    protected String defaultAction(DocTree tree, @Nullable Void none) {
      throw new IllegalArgumentException("a comment must be of tags known here, got " + tree);
    }

    @Override
    public String visitText(TextTree text, @Nullable Void none) {
      return Markup.escape(text.getBody());
    }

    /** A bare sign such as a "less than". */
    @Override
    public String visitErroneous(ErroneousTree text, @Nullable Void none) {
      return Markup.escape(text.getBody());
    }

    @Override
    public String visitEntity(EntityTree entity, @Nullable Void none) {
      return entity.toString();
    }

    @Override
    public String visitLiteral(LiteralTree literal, @Nullable Void none) {
      return "<code>" + Markup.escape(literal.getBody().getBody()) + "</code>";
    }

    @Override
    public String visitLink(LinkTree link, @Nullable Void none) {
      return link(link.getReference().getSignature());
    }

    @Override
    public String visitStartElement(StartElementTree start, @Nullable Void none) {
      return "<" + start.getName() + ">";
    }

    @Override
    public String visitEndElement(EndElementTree end, @Nullable Void none) {
      return "</" + end.getName() + ">";
    }

    @Override
    public String visitParam(ParamTree parameter, @Nullable Void none) {
      return item(link(parameter.getName().toString()), parameter.getDescription());
    }

    @Override
    public String visitThrows(ThrowsTree thrown, @Nullable Void none) {
      return item(
          "throws " + link(thrown.getExceptionName().getSignature()), thrown.getDescription());
    }

    @Override
    public String visitReturn(ReturnTree result, @Nullable Void none) {
      return item("returns", result.getDescription());
    }

    private String item(String what, List<? extends DocTree> description) {
      return "<li>" + what + ": " + all(description) + "</li>\n";
    }
  }
}
