// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import java.lang.annotation.Annotation;
import java.util.Collection;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.util.Elements;
import org.checkerframework.framework.type.MostlyNoElementQualifierHierarchy;
import org.checkerframework.framework.util.QualifierKind;
import org.checkerframework.javacutil.AnnotationBuilder;
import org.noisygd.number.shape.ShapeBottom;
import org.noisygd.number.shape.ShapeUnknown;

/**
 * The order of shapes: each shape lies between bottom and unknown, and no two different ones
 * compare.
 */
final class ShapeHierarchy extends MostlyNoElementQualifierHierarchy {
  private final ShapeAnnotatedTypeFactory factory;
  private final AnnotationMirror unknown;
  private final AnnotationMirror bottom;

  ShapeHierarchy(
      Collection<Class<? extends Annotation>> qualifiers,
      Elements elements,
      ShapeAnnotatedTypeFactory factory) {
    super(qualifiers, elements, factory);
    this.factory = factory;
    this.unknown = AnnotationBuilder.fromClass(elements, ShapeUnknown.class);
    this.bottom = AnnotationBuilder.fromClass(elements, ShapeBottom.class);
  }

  /** A shape that cannot be read (reported where it stands) equals no other. */
  private boolean same(AnnotationMirror a, AnnotationMirror b) {
    try {
      return factory.shapeIn(a).equals(factory.shapeIn(b));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  @Override
  protected boolean isSubtypeWithElements(
      AnnotationMirror sub, QualifierKind subKind, AnnotationMirror top, QualifierKind topKind) {
    return subKind == topKind ? same(sub, top) : subKind.isSubtypeOf(topKind);
  }

  @Override
  protected AnnotationMirror leastUpperBoundWithElements(
      AnnotationMirror a,
      QualifierKind aKind,
      AnnotationMirror b,
      QualifierKind bKind,
      QualifierKind lub) {
    if (aKind == bKind) {
      return same(a, b) ? a : unknown;
    }
    return aKind.isSubtypeOf(bKind) ? b : a;
  }

  @Override
  protected AnnotationMirror greatestLowerBoundWithElements(
      AnnotationMirror a,
      QualifierKind aKind,
      AnnotationMirror b,
      QualifierKind bKind,
      QualifierKind glb) {
    if (aKind == bKind) {
      return same(a, b) ? a : bottom;
    }
    return aKind.isSubtypeOf(bKind) ? a : b;
  }
}
