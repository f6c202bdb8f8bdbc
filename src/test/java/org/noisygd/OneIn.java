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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs one row in so many of a parameterized test, the first among them, and reports the others as
 * skipped; runs all of them where the tests with the tag {@code exhaustive} run.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OneIn.Rows.class)
public @interface OneIn {
  int value();

  /** Decides by the number of the row, which stands in the unique id of its test. */
  final class Rows implements ExecutionCondition {
    private static final Pattern ROW = Pattern.compile("\\[test-template-invocation:#(\\d+)]$");

    private static final ConditionEvaluationResult RUNS =
        ConditionEvaluationResult.enabled("this row runs");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Matcher row = ROW.matcher(context.getUniqueId());
      if (exhaustive() || !row.find()) {
        return RUNS;
      }
      int rows = context.getRequiredTestMethod().getAnnotation(OneIn.class).value();
      return (Integer.parseInt(row.group(1)) - 1) % rows == 0
          ? RUNS
          : ConditionEvaluationResult.disabled(
              "one row in " + rows + " runs; .ci/run has them all");
    }

    /** Whether a command line that says which tags it leaves out has left this one in. */
    private static boolean exhaustive() {
      return !System.getProperty("excludedGroups", "exhaustive").contains("exhaustive");
    }
  }
}
