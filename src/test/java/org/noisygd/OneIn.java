// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Runs one row in so many of a parameterized test, the first among them; the others are long forms,
 * as the tests with the tag {@code exhaustive} are.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OneIn {
  int value();

  /**
   * Which long forms run: none where the tag {@code exhaustive} is left out, else one in {@code
   * exhaustive.every} (all of them, if that is not given), others for each {@code exhaustive.from}.
   * JUnit finds this class by itself and asks it of every test.
   */
  final class LongForms implements ExecutionCondition {
    private static final Pattern ROW = Pattern.compile("\\[test-template-invocation:#(\\d+)]$");
    private static final Pattern SINGLE = Pattern.compile("\\[(method|test-factory):[^/]*]$");

    private static final ConditionEvaluationResult RUNS =
        ConditionEvaluationResult.enabled("this test runs");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String id = context.getUniqueId();
      Matcher row = ROW.matcher(id);
      boolean isRow = row.find();
      int number = isRow ? Integer.parseInt(row.group(1)) - 1 : id.hashCode();
      int rows =
          AnnotationSupport.findAnnotation(context.getTestMethod(), OneIn.class)
              .map(OneIn::value)
              .orElse(1);
      boolean tagged = context.getTags().contains("exhaustive");
      boolean isLong = isRow ? tagged || number % rows != 0 : tagged && SINGLE.matcher(id).find();
      if (!isLong) {
        return RUNS;
      }
      if (System.getProperty("excludedGroups", "exhaustive").contains("exhaustive")) {
        return ConditionEvaluationResult.disabled("one row in " + rows + " runs; .ci/run has more");
      }
      int every = Integer.getInteger("exhaustive.every", 1);
      int from = Integer.getInteger("exhaustive.from", 0);
      return Math.floorMod(number + from, every) == 0
          ? RUNS
          : ConditionEvaluationResult.disabled("one long form in " + every + " runs");
    }
  }
}
