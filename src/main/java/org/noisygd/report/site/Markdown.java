// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** One note: its title, and its text as markup of a {@link org.noisygd.report.Page}. */
final class Markdown {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());

  private final Node document;

  /** Reads a note; HTML in it, which is comments, is left out. */
  Markdown(String text) {
    document = Parser.builder().extensions(EXTENSIONS).build().parse(text);
    List<Node> comments = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(HtmlBlock html) {
            comments.add(html);
          }
        });
    comments.forEach(Node::unlink);
  }

  /** The text of the first heading. */
  String title() {
    for (@Nullable Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading) {
        return words(node);
      }
    }
    throw new IllegalArgumentException("a note must have a heading, got none");
  }

  /** The markup, with every destination of a link, and every image, replaced. */
  String html(UnaryOperator<String> links, UnaryOperator<String> images) {
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            link.setDestination(links.apply(link.getDestination()));
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            image.setDestination(images.apply(image.getDestination()));
          }
        });
    return HtmlRenderer.builder()
        .extensions(EXTENSIONS)
        .escapeHtml(true)
        .attributeProviderFactory(context -> Markdown::label)
        .build()
        .render(document);
  }

  /** The words of a heading or of a cell. */
  private static String words(Node node) {
    StringBuilder words = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text text) {
            words.append(text.getLiteral());
          }

          @Override
          public void visit(Code code) {
            words.append(code.getLiteral());
          }
        });
    return words.toString();
  }

  /** On a narrow screen a table has no head, and each cell says what its column is. */
  private static void label(Node node, String tag, Map<String, String> attributes) {
    if (node instanceof TableBlock) {
      attributes.put("class", "values");
    }
    if (node instanceof TableCell cell && !cell.isHeader()) {
      int column = 0;
      for (@Nullable Node left = cell.getPrevious(); left != null; left = left.getPrevious()) {
        column++;
      }
      @Nullable Node table = cell.getParent();
      while (table != null && !(table instanceof TableBlock)) {
        table = table.getParent();
      }
      @Nullable Node head =
          table == null ? null : table.getFirstChild().getFirstChild().getFirstChild();
      for (int k = 0; k < column && head != null; k++) {
        head = head.getNext();
      }
      if (head != null) {
        attributes.put("data-label", words(head));
      }
    }
  }
}
