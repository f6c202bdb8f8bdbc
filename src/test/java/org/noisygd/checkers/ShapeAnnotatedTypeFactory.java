// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.checkerframework.common.basetype.BaseAnnotatedTypeFactory;
import org.checkerframework.common.basetype.BaseTypeChecker;
import org.checkerframework.framework.type.AnnotatedTypeMirror;
import org.checkerframework.framework.type.QualifierHierarchy;
import org.checkerframework.framework.type.treeannotator.ListTreeAnnotator;
import org.checkerframework.framework.type.treeannotator.TreeAnnotator;
import org.checkerframework.javacutil.AnnotationBuilder;
import org.checkerframework.javacutil.AnnotationUtils;
import org.checkerframework.javacutil.ElementUtils;
import org.checkerframework.javacutil.TreeUtils;
import org.noisygd.number.shape.Einsum;
import org.noisygd.number.shape.Shape;
import org.noisygd.number.shape.ShapeBottom;
import org.noisygd.number.shape.ShapeUnknown;

/** Infers the shape of every expression; what a kernel returns follows from its signature. */
public class ShapeAnnotatedTypeFactory extends BaseAnnotatedTypeFactory {
  private final ExecutableElement shapeValue =
      TreeUtils.getMethod(Shape.class, "value", 0, processingEnv);
  private final AnnotationMirror unknown =
      AnnotationBuilder.fromClass(elements, ShapeUnknown.class);

  /** For the framework, which finds it by name. */
  @SuppressWarnings(
      "this-escape") // the framework's contract: postInit comes last in the constructor
  public ShapeAnnotatedTypeFactory(BaseTypeChecker checker) {
    super(checker);
    postInit();
  }

  /**
   * The shape that an annotation states, empty if it is not {@link Shape}.
   *
   * @throws IllegalArgumentException if a dimension cannot be read
   */
  Optional<List<Dimension>> shapeIn(AnnotationMirror annotation) {
    if (annotation == null || !areSameByClass(annotation, Shape.class)) {
      return Optional.empty();
    }
    List<String> texts =
        AnnotationUtils.getElementValueArray(annotation, shapeValue, String.class, List.of());
    return Optional.of(texts.stream().map(Dimension::parse).toList());
  }

  /**
   * What the signature of the called method says of this call's operands; empty if it has none that
   * can be read (which is reported at its declaration).
   */
  Optional<EinsumSignature.Outcome> einsumOutcome(MethodInvocationTree call) {
    ExecutableElement method = TreeUtils.elementFromUse(call);
    Einsum einsum = method.getAnnotation(Einsum.class);
    if (einsum == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(EinsumSignature.parse(einsum.value()).apply(operandShapes(call, method)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private List<Optional<List<Dimension>>> operandShapes(
      MethodInvocationTree call, ExecutableElement method) {
    List<Optional<List<Dimension>>> shapes = new ArrayList<>();
    if (!ElementUtils.isStatic(method)) {
      AnnotatedTypeMirror receiver = getReceiverType(call);
      shapes.add(receiver == null ? Optional.empty() : shapeOf(receiver));
    }
    List<? extends VariableElement> parameters = method.getParameters();
    List<? extends ExpressionTree> arguments = call.getArguments();
    for (int k = 0; k < parameters.size() && k < arguments.size(); k++) {
      if (!isScalar(parameters.get(k).asType())) {
        shapes.add(shapeOf(getAnnotatedType(arguments.get(k))));
      }
    }
    return shapes;
  }

  private Optional<List<Dimension>> shapeOf(AnnotatedTypeMirror type) {
    return shapeIn(type.getEffectiveAnnotationInHierarchy(unknown));
  }

  private static boolean isScalar(TypeMirror type) {
    return type.getKind().isPrimitive() || type.getKind() == TypeKind.TYPEVAR;
  }

  /**
   * Checks that the signature of a declared method, if any, can be read and has a group for each
   * operand.
   *
   * @throws IllegalArgumentException if not
   */
  void checkDeclaration(ExecutableElement method) {
    Einsum einsum = method.getAnnotation(Einsum.class);
    if (einsum == null) {
      return;
    }
    EinsumSignature signature = EinsumSignature.parse(einsum.value());
    long operands =
        method.getParameters().stream().filter(p -> !isScalar(p.asType())).count()
            + (ElementUtils.isStatic(method) ? 0 : 1);
    if (operands != signature.operands().size()) {
      throw new IllegalArgumentException(
          "einsum must have a group for each of "
              + operands
              + " operands of "
              + method
              + ", got \""
              + einsum.value()
              + "\"");
    }
  }

  @Override
  protected Set<Class<? extends Annotation>> createSupportedTypeQualifiers() {
    return Set.of(Shape.class, ShapeBottom.class, ShapeUnknown.class);
  }

  @Override
  protected TreeAnnotator createTreeAnnotator() {
    return new ListTreeAnnotator(super.createTreeAnnotator(), new KernelResults());
  }

  /** Gives a kernel's result the shape that its signature infers, or none after a mismatch. */
  private final class KernelResults extends TreeAnnotator {
    KernelResults() {
      super(ShapeAnnotatedTypeFactory.this);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, AnnotatedTypeMirror result) {
      if (!isScalar(result.getUnderlyingType()) && result.getKind() != TypeKind.VOID) {
        einsumOutcome(call)
            .ifPresent(
                outcome ->
                    result.replaceAnnotation(
                        outcome instanceof EinsumSignature.Inferred inferred
                                && !inferred.shape().isEmpty()
                            ? annotationFor(inferred.shape())
                            : unknown));
      }
      return super.visitMethodInvocation(call, result);
    }
  }

  private AnnotationMirror annotationFor(List<Dimension> shape) {
    AnnotationBuilder builder = new AnnotationBuilder(processingEnv, Shape.class);
    builder.setValue("value", shape.stream().map(Dimension::toString).toList());
    return builder.build();
  }

  @Override
  protected QualifierHierarchy createQualifierHierarchy() {
    return new ShapeHierarchy(getSupportedTypeQualifiers(), elements, this);
  }
}
