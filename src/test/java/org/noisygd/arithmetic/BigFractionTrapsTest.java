// SPDX-License-Identifier: Apache-2.0
package org.noisygd.arithmetic;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.apache.commons.numbers.fraction.BigFraction;
import org.junit.jupiter.api.Test;

/**
 * Two traps of Commons Numbers' BigFraction, shown here, and a rule that keeps the project out of
 * them: everything goes through {@link Rationals}.
 */
class BigFractionTrapsTest {
  @Test
  void compareTo_twoNegatives_isWrongThereAndRightHere() {
    BigFraction half = BigFraction.of(-1, 2);
    BigFraction third = BigFraction.of(-1, 3);
    assertEquals(1, half.compareTo(third), "Commons Numbers has mended it: drop the rule");
    assertEquals(-1, Rationals.compare(half, third));
    assertEquals(1, Rationals.compare(third, half));
    assertEquals(0, Rationals.compare(third, BigFraction.of(1, -3)));
    assertEquals(third, Rationals.max(half, third));
    assertEquals(third, Rationals.max(third, half));
    assertEquals(-1, RationalArithmetic.INSTANCE.compare(half, third));
  }

  @Test
  void getDenominator_ofAQuotient_mayBeNegative() {
    BigFraction q = BigFraction.of(1, 2).divide(BigFraction.of(-3));
    assertEquals(-1, q.getDenominator().signum(), "Commons Numbers has mended it: drop the rule");
    assertEquals(1, Rationals.denominator(q).signum());
    assertEquals(-1, Rationals.numerator(q).signum());
  }

  @Test
  void project_callsNeither() throws URISyntaxException {
    var main = Rationals.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    var classes = new ClassFileImporter().importPath(Path.of(main));
    noClasses()
        .should()
        .callMethod(BigFraction.class, "compareTo", BigFraction.class)
        .because("it is wrong for two negative fractions; use Rationals.compare")
        .check(classes);
    noClasses()
        .that()
        .doNotBelongToAnyOf(Rationals.class)
        .should()
        .callMethod(BigFraction.class, "getNumerator")
        .orShould()
        .callMethod(BigFraction.class, "getDenominator")
        .because("either may be negative; use Rationals.numerator and denominator")
        .check(classes);
  }
}
