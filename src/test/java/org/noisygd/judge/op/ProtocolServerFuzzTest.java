// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Property: whatever the line, one JSON object answers it, and the next request is served. */
class ProtocolServerFuzzTest {
  private static final String AT = "\"M\":[[1],[2]],\"X\":[[1],[3]],\"Y\":[[2]]";

  private static final List<String> REQUESTS =
      List.of(
          "{\"id\":1,\"op\":\"loss\"," + AT + "}",
          "{\"id\":1,\"op\":\"smoothed_hessian\"," + AT + ",\"sigma1\":0.5,\"sigma2\":1e-3}",
          "{\"id\":1,\"op\":\"run\","
              + AT
              + ",\"etaX\":0.5,\"etaY\":0.25,\"record\":[1],"
              + "\"noiseX\":[[[1],[-1]]],\"noiseY\":[[[-1]]]}",
          "{\"id\":1,\"op\":\"sample\","
              + AT
              + ",\"etaX\":0.5,\"etaY\":0.25,\"sigma1\":0.5,"
              + "\"sigma2\":0.5,\"count\":2,\"seed\":5}");

  private static final String ALPHABET = "{}[]\",:.-+eE0123456789nulltrue\\ \tXYM\u00e9";

  @Property(tries = 1500, seed = "20210413")
  void serve_mutatedRequest_getsOneReply(
      @ForAll @IntRange(min = 0, max = 3) int which,
      @ForAll @IntRange(min = 1, max = 4) int edits,
      @ForAll long random)
      throws IOException {
    java.util.Random choice = new java.util.Random(random);
    StringBuilder line = new StringBuilder(REQUESTS.get(which));
    for (int i = 0; i < edits; i++) {
      int at = choice.nextInt(line.length());
      char c = ALPHABET.charAt(choice.nextInt(ALPHABET.length()));
      switch (choice.nextInt(3)) {
        case 0 -> line.setCharAt(at, c);
        case 1 -> line.insert(at, c);
        default -> line.deleteCharAt(at);
      }
    }
    String arithmetic = List.of("binary64", "bfloat16", "decimal:20", "dyadic").get(which);
    List<String> replies =
        ProtocolServerTest.converse(arithmetic, line.toString(), REQUESTS.get(0));
    assertEquals(2, replies.size(), line.toString());
    JsonNode reply = ProtocolServerTest.MAPPER.readTree(replies.get(0));
    assertTrue(reply.isObject());
    assertFalse(reply.toString().contains("a fault of the reference"), reply.toString());
    assertTrue(replies.get(1).contains("8.5"), replies.get(1));
  }
}
