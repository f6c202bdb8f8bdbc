// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.noisygd.judge.protocol.Op;
import org.noisygd.judge.protocol.RequestJson;

/**
 * Property: each request of {@link Changes} differs from the one before in the field of its name.
 */
final class ChangesTest {
  @ParameterizedTest
  @EnumSource(
      value = Op.class,
      names = {"RUN", "SAMPLE"},
      mode = EnumSource.Mode.EXCLUDE)
  void suite_everyField_isChangedOnceAndAlone(Op op) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    RequestJson json = new RequestJson("binary64");
    List<String> changed = new ArrayList<>();
    JsonNode before = mapper.createObjectNode();
    for (Case tested : CaseSuite.of("binary64", CaseSuite.DEFAULT_SEED, EnumSet.of(op))) {
      if (!tested.name().contains("/changed-")) {
        continue;
      }
      JsonNode now = mapper.readTree(json.line(1, tested.request()));
      if (!tested.name().contains("/changed-nothing-")) {
        List<String> different = differences(before, now);
        assertEquals(1, different.size(), tested.name() + " " + different);
        assertTrue(tested.name().contains("/changed-" + different.get(0) + "-"), tested.name());
        changed.addAll(different);
      }
      before = now;
    }
    List<String> fields = new ArrayList<>();
    before.fieldNames().forEachRemaining(fields::add);
    fields.removeAll(List.of("id", "op"));
    changed.sort(null);
    fields.sort(null);
    assertEquals(fields, changed, "every field of the request");
  }

  private static List<String> differences(JsonNode a, JsonNode b) {
    List<String> different = new ArrayList<>();
    b.fieldNames()
        .forEachRemaining(
            name -> {
              if (!b.path(name).equals(a.path(name))) {
                different.add(name);
              }
            });
    return different;
  }
}
