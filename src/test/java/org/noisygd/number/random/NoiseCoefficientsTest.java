// SPDX-License-Identifier: Apache-2.0
package org.noisygd.number.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Known answers: the table of coefficients against the hash sums that Wichura printed, the doubles
 * against their decimals, this package against the table, and what the note says of both.
 */
class NoiseCoefficientsTest {

  private static final Path TABLE = Path.of("src/candidates/noise_coefficients.json");
  private static final Path NOTE = Path.of("proofs-notes/noise.md");

  /**
   * Sums of the significands, the leading 1 of each denominator left out, as AS 241 prints them.
   */
  private static final Map<String, String> HASH_SUMS =
      Map.of(
          "central", "55.8831928806149014439",
          "middle", "49.33206503301610289036",
          "far", "47.52583317549289671629");

  /** sqrt(1/2) and ln 2 to 40 digits (OEIS A010503, A002162). */
  private static final BigDecimal SQRT_HALF =
      new BigDecimal("0.7071067811865475244008443621048490392848");

  private static final BigDecimal LN2 =
      new BigDecimal("0.6931471805599453094172321214581765680755");

  @Test
  void decimals_ofEachRegion_haveThePublishedHashSum() throws IOException {
    JsonNode polynomials = table().get("polynomials");
    HASH_SUMS.forEach(
        (region, hash) -> {
          BigDecimal sum = BigDecimal.ZERO;
          for (String part : List.of("_numerator", "_denominator")) {
            for (JsonNode row : polynomials.get(region + part)) {
              String significand = row.get(0).asText().split("e")[0];
              sum = sum.add(new BigDecimal(significand));
            }
          }
          assertEquals(
              new BigDecimal(hash), sum.subtract(BigDecimal.ONE).stripTrailingZeros(), region);
        });
  }

  @Test
  void doubles_ofEveryPolynomial_areTheNearestToTheirDecimals() throws IOException {
    int rows = 0;
    for (JsonNode polynomial : table().get("polynomials")) {
      for (JsonNode row : polynomial) {
        String[] fraction = row.get(0).asText().split("/");
        BigDecimal exact = new BigDecimal(fraction[0]);
        if (fraction.length == 2) {
          exact = exact.divide(new BigDecimal(fraction[1]), new MathContext(40));
        }
        assertEquals(exact.doubleValue(), hex(row), row::toString);
        rows++;
      }
    }
    assertEquals(6 * 8 + 11, rows);
  }

  @Test
  void doubles_ofEveryConstant_areTheNearestToWhatTheyStandFor() throws IOException {
    JsonNode constants = table().get("constants");
    assertEquals(7, constants.size());
    for (String name : List.of("central_limit", "central_shift", "middle_shift", "far_shift")) {
      JsonNode row = constants.get(name);
      assertEquals(Double.parseDouble(row.get(0).asText()), hex(row), name);
    }
    assertEquals(SQRT_HALF.doubleValue(), hex(constants.get("sqrt_half")));
    // floor(2^32 ln 2) / 2^32, and the rest.
    BigDecimal scale = BigDecimal.valueOf(1L << 32);
    BigDecimal high = new BigDecimal(LN2.multiply(scale).toBigInteger()).divide(scale);
    assertEquals(high.doubleValue(), hex(constants.get("ln2_high")));
    assertEquals(LN2.subtract(high).doubleValue(), hex(constants.get("ln2_low")));
  }

  @Test
  void fields_ofThisPackage_areTheTable() throws IOException, ReflectiveOperationException {
    for (Map.Entry<String, JsonNode> entry : table().get("polynomials").properties()) {
      List<Double> expected = new ArrayList<>();
      entry.getValue().forEach(row -> expected.add(hex(row)));
      assertArrayEquals(
          expected.stream().mapToDouble(Double::doubleValue).toArray(),
          (double[]) field(entry.getKey()),
          entry.getKey());
    }
    for (Map.Entry<String, JsonNode> entry : table().get("constants").properties()) {
      assertEquals(hex(entry.getValue()), field(entry.getKey()), entry.getKey());
    }
  }

  @Test
  void note_quotesTheSecondRoutesDeviates() throws IOException {
    String note = Files.readString(NOTE);
    int quoted = 0;
    for (String[] row : Rows.of("addresses.csv")) {
      if (row[0].equals("42")
          && row[1].equals("0")
          && row[2].equals("0")
          && row[3].equals("0")
          && Long.parseLong(row[4]) < 4) {
        assertTrue(note.contains(row[5]), () -> NOTE + " lacks " + row[5]);
        quoted++;
      }
    }
    assertEquals(4, quoted);
  }

  private static JsonNode table() throws IOException {
    return new ObjectMapper().readTree(TABLE.toFile());
  }

  private static double hex(JsonNode row) {
    return Double.parseDouble(row.get(1).asText());
  }

  private static Object field(String name) throws ReflectiveOperationException {
    String upper = name.toUpperCase(Locale.ROOT);
    boolean logarithm = List.of("logarithm", "sqrt_half", "ln2_high", "ln2_low").contains(name);
    Field field = (logarithm ? FixedLogarithm.class : InverseNormal.class).getDeclaredField(upper);
    field.setAccessible(true);
    return field.get(null);
  }
}
