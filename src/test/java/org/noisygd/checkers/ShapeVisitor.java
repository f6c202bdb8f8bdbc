// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import javax.lang.model.element.AnnotationMirror;
import org.checkerframework.common.basetype.BaseTypeChecker;
import org.checkerframework.common.basetype.BaseTypeVisitor;
import org.checkerframework.javacutil.TreeUtils;

/** Reports kernel calls whose operands do not fit, and annotations that cannot be read. */
public class ShapeVisitor extends BaseTypeVisitor<ShapeAnnotatedTypeFactory> {
  /** For the framework, which finds it by name. */
  public ShapeVisitor(BaseTypeChecker checker) {
    super(checker);
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
    atypeFactory
        .einsumOutcome(call)
        .ifPresent(
            outcome -> {
              if (outcome instanceof EinsumSignature.Mismatch mismatch) {
                checker.reportError(call, ShapeChecker.MISMATCH, mismatch.why());
              }
            });
    return super.visitMethodInvocation(call, unused);
  }

  @Override
  public void processMethodTree(String className, MethodTree method) {
    try {
      atypeFactory.checkDeclaration(TreeUtils.elementFromDeclaration(method));
    } catch (IllegalArgumentException malformed) {
      checker.reportError(method, ShapeChecker.MALFORMED, malformed.getMessage());
    }
    super.processMethodTree(className, method);
  }

  @Override
  public Void visitAnnotation(AnnotationTree annotation, Void unused) {
    AnnotationMirror mirror = TreeUtils.annotationFromAnnotationTree(annotation);
    try {
      atypeFactory.shapeIn(mirror);
    } catch (IllegalArgumentException malformed) {
      checker.reportError(annotation, ShapeChecker.MALFORMED, malformed.getMessage());
    }
    return super.visitAnnotation(annotation, unused);
  }
}
