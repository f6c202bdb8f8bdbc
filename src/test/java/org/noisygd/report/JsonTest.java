// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Known answers. */
class JsonTest {
  private record Seen(double mean, Double other, OptionalLong step, Optional<String> site) {}

  @Test
  void text_ofRecordsAndFields_writesNullWhereNothingIsDefined() {
    Seen some = new Seen(0.5, 1.0, OptionalLong.of(3), Optional.of("x"));
    Seen none =
        new Seen(Double.NaN, Double.POSITIVE_INFINITY, OptionalLong.empty(), Optional.empty());
    String text =
        Json.text(
            Json.object()
                .put("seed", 7)
                .put("some", some)
                .put("all", List.of(none))
                .put("numbers", Arrays.asList(1.5, Double.NaN, null))
                .put("why", null));
    assertEquals(
        "{\"seed\":7,\"some\":{\"mean\":0.5,\"other\":1.0,\"step\":3,\"site\":\"x\"},"
            + "\"all\":[{\"mean\":null,\"other\":\"Infinity\",\"step\":null,\"site\":null}],"
            + "\"numbers\":[1.5,null,null],\"why\":null}",
        text.replaceAll("\\s", ""));
  }
}
