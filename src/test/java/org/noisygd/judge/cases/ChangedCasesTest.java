// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.RequestJson;

/**
 * Property: each request of {@link ChangedCases} differs from the one before in the field of its
 * name, and each field but the recorded states changes once.
 */
final class ChangedCasesTest {
  static List<JudgedOp> ops() {
    return Ops.OF_THE_PROBLEM.without(Ops.of(Ops.SAMPLE)).all();
  }

  @ParameterizedTest
  @MethodSource("ops")
  void suite_everyField_isChangedOnceAndAlone(JudgedOp op) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    RequestJson json = new RequestJson("binary64");
    List<String> changed = new ArrayList<>();
    JsonNode before = mapper.createObjectNode();
    for (Case tested : op.cases("binary64", CaseSuite.DEFAULT_SEED)) {
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
    fields.removeAll(List.of("id", "op", "record"));
    changed.sort(null);
    fields.sort(null);
    if (!op.has(Part.HESSIAN)) {
      fields.add("M"); // of many entries
      fields.sort(null);
    }
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
