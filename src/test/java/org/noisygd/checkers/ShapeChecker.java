// SPDX-License-Identifier: Apache-2.0
package org.noisygd.checkers;

import java.util.Properties;
import org.checkerframework.common.basetype.BaseTypeChecker;
import org.checkerframework.framework.source.SuppressWarningsPrefix;

/**
 * The annotation processor: run javac with {@code -processor org.noisygd.checkers.ShapeChecker}.
 *
 * <p>Its own errors are {@value #MISMATCH} at a call and {@value #MALFORMED} at an annotation; a
 * wrong result, argument or assignment is reported by the framework, as {@code [return]}, {@code
 * [argument]} or {@code [assignment]}. All are silenced by {@code @SuppressWarnings("shape")}.
 */
@SuppressWarningsPrefix("shape")
public class ShapeChecker extends BaseTypeChecker {
  /** Operands of a kernel do not fit its signature. */
  static final String MISMATCH = "shape.mismatch";

  /** A shape or a signature cannot be read, or does not belong where it stands. */
  static final String MALFORMED = "shape.malformed";

  /** For the compiler, which finds its processors by name. */
  public ShapeChecker() {}

  @Override
  public Properties getMessagesProperties() {
    Properties messages = super.getMessagesProperties();
    messages.setProperty(MISMATCH, "shapes do not fit: %s");
    messages.setProperty(MALFORMED, "malformed: %s");
    return messages;
  }
}
