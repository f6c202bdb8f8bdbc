// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report.site;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Declarations as a reader of an API wants them: without what is the same for all. */
final class Declarations {
  private static final Set<Modifier> SAID =
      Set.of(Modifier.STATIC, Modifier.DEFAULT, Modifier.SEALED, Modifier.PROTECTED);

  private Declarations() {}

  /** A class, an interface, an enumeration or a record with its components. */
  static String of(ClassTree type) {
    String kind = type.getKind().name().toLowerCase(Locale.ROOT);
    StringBuilder text = new StringBuilder(modifiers(type.getModifiers())).append(kind);
    text.append(' ').append(type.getSimpleName()).append(angled(type.getTypeParameters()));
    if (type.getKind() == Tree.Kind.RECORD) {
      List<String> components = new ArrayList<>();
      for (Tree member : type.getMembers()) {
        if (member instanceof VariableTree field
            && !field.getModifiers().getFlags().contains(Modifier.STATIC)) {
          components.add(parameter(field));
        }
      }
      text.append('(').append(String.join(", ", components)).append(')');
    }
    @Nullable Tree above = type.getExtendsClause();
    text.append(above == null ? "" : " extends " + above);
    if (!type.getImplementsClause().isEmpty()) {
      text.append(type.getKind() == Tree.Kind.INTERFACE ? " extends " : " implements ");
      text.append(listed(type.getImplementsClause()));
    }
    return text.toString();
  }

  /** A method, or a constructor of {@code type}. */
  static String of(MethodTree method, ClassTree type) {
    StringBuilder text = new StringBuilder(modifiers(method.getModifiers()));
    String types = angled(method.getTypeParameters());
    text.append(types.isEmpty() ? "" : types + " ");
    @Nullable Tree result = method.getReturnType();
    text.append(
        result == null
            ? "new "
            : nullable(method.getModifiers()) + result + " " + method.getName());
    return text.append(
            method.getParameters().stream()
                .map(Declarations::parameter)
                .collect(Collectors.joining(", ", "(", ")")))
        .toString();
  }

  /** A field, or a constant of the enumeration {@code type}. */
  static String of(VariableTree field, ClassTree type) {
    return type.getKind() == Tree.Kind.ENUM
            && field.getType().toString().contentEquals(type.getSimpleName())
        ? field.getName().toString()
        : modifiers(field.getModifiers()) + parameter(field);
  }

  private static String parameter(VariableTree variable) {
    return nullable(variable.getModifiers()) + variable.getType() + " " + variable.getName();
  }

  private static String modifiers(ModifiersTree modifiers) {
    return modifiers.getFlags().stream()
        .filter(SAID::contains)
        .map(flag -> flag + " ")
        .collect(Collectors.joining());
  }

  private static String nullable(ModifiersTree modifiers) {
    return modifiers.getAnnotations().toString().contains("Nullable") ? "@Nullable " : "";
  }

  /** Type parameters; that none is null goes without saying. */
  private static String angled(List<? extends Tree> types) {
    return types.isEmpty()
        ? ""
        : "<" + listed(types).replaceAll(" extends (@NonNull )?Object", "") + ">";
  }

  private static String listed(List<? extends Tree> trees) {
    return trees.stream().map(Tree::toString).collect(Collectors.joining(", "));
  }
}
