// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.request.Answer;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.number.format.Arithmetics;

/** What the reference answers, as a candidate that computes in an arithmetic. */
public final class ReferenceAnswer {
  private ReferenceAnswer() {}

  /** Its answer to a request, by way of the lines of the protocol. */
  public static Answer of(String arithmetic, Request q) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] line = new RequestJson(arithmetic).line(1, q).getBytes(UTF_8);
      ProtocolServer.of(arithmetic).serve(new ByteArrayInputStream(line), out);
      return q.op()
          .read(
              Ops.ALL.replyReader().read(out.toString(UTF_8).strip()),
              q,
              Arithmetics.named(arithmetic));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ProtocolViolation e) {
      throw new IllegalStateException(e);
    }
  }
}
