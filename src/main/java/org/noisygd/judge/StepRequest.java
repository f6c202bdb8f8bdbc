// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.util.regex.Pattern;
import org.noisygd.judge.protocol.ReadMatrix;
import org.noisygd.judge.protocol.ReadNumber;
import org.noisygd.judge.protocol.TraceHeader;
import org.noisygd.judge.protocol.TraceState;

/**
 * One update of a trace as a {@code step} request, so that it can be repeated by the program that
 * wrote the trace, or by {@code ./verify.sh serve}. Numbers are printed as the trace has them.
 *
 * @param header the trace's header
 * @param state the state that the update starts from, with its noise
 */
record StepRequest(TraceHeader header, TraceState state) {
  /** What JSON takes as a number; any other literal becomes a string. */
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][-+]?+[0-9]++)?+");

  /** The request. */
  String line() {
    return "{\"id\":1,\"op\":\"step\",\"M\":"
        + rows(header.target())
        + ",\"X\":"
        + rows(state.x())
        + ",\"Y\":"
        + rows(state.y())
        + ",\"etaX\":"
        + number(header.etaX())
        + ",\"etaY\":"
        + number(header.etaY())
        + ",\"noiseX\":"
        + rows(TraceJudge.noise(state.noiseX()))
        + ",\"noiseY\":"
        + rows(TraceJudge.noise(state.noiseY()))
        + "}";
  }

  private static String rows(ReadMatrix m) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < m.rows(); i++) {
      text.append(i == 0 ? "[" : ",[");
      for (int j = 0; j < m.columns(); j++) {
        text.append(j == 0 ? "" : ",").append(number(m.get(i, j)));
      }
      text.append(']');
    }
    return text.append(']').toString();
  }

  private static String number(ReadNumber n) {
    boolean json = n.isDouble() && JSON_NUMBER.matcher(n.literal()).matches();
    return json ? n.literal() : "\"" + n.literal() + "\"";
  }
}
