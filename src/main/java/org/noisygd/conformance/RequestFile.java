// SPDX-License-Identifier: Apache-2.0
package org.noisygd.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.noisygd.bounds.RoundingModel;
import org.noisygd.cases.Case;
import org.noisygd.cases.CaseSuite;
import org.noisygd.law.SampleLaw;
import org.noisygd.protocol.Op;
import org.noisygd.protocol.ProtocolViolation;
import org.noisygd.protocol.Reply;
import org.noisygd.protocol.Request;
import org.noisygd.protocol.RequestJson;

/** The way by files: every request in one, the replies in another, where no pipe can be had. */
public final class RequestFile {
  private RequestFile() {}

  /** The requests, a line each, a hello first. */
  public static String requests(String arithmetic, long seed, Set<Op> ops) {
    RoundingModel.named(arithmetic);
    RequestJson json = new RequestJson(arithmetic);
    StringBuilder lines = new StringBuilder(RequestJson.hello(0)).append('\n');
    long id = 1;
    for (Case tested : CaseSuite.of(arithmetic, seed, ops)) {
      lines.append(json.line(id++, tested.request())).append('\n');
    }
    if (ops.contains(Op.SAMPLE)) {
      for (Request q : new SampleLaw(arithmetic, seed).requests()) {
        lines.append(json.line(id++, q)).append('\n');
      }
    }
    return lines.append(RequestJson.bye(id)).append('\n').toString();
  }

  /**
   * Judges replies to those requests, in any order, told apart by their ids. Requests without a
   * reply are not judged, and the report says so.
   *
   * @throws IllegalArgumentException if the file cannot be read
   */
  public static Examination judge(String arithmetic, long seed, Set<Op> ops, Path file) {
    Hearing hearing = new Hearing(arithmetic, seed);
    Map<Long, Reply> replies = replies(file, hearing);
    Reply hello = replies.get(0L);
    String name = hello == null ? file.toString() : hello.text("name", file.toString());
    String declared = hello == null ? arithmetic : hello.text("arithmetic", arithmetic);
    if (!declared.equals(arithmetic)) {
      throw new IllegalArgumentException(
          "--arithmetic must be the one that the replies declare, "
              + declared
              + ", got "
              + arithmetic);
    }
    long id = 1;
    int missing = 0;
    for (Case tested : CaseSuite.of(arithmetic, seed, ops)) {
      Reply reply = replies.get(id++);
      if (reply == null) {
        missing++;
        continue;
      }
      try {
        hearing.hear(tested, reply);
      } catch (ProtocolViolation e) {
        hearing.broken(tested.name() + ": " + e.getMessage());
      }
    }
    if (ops.contains(Op.SAMPLE)) {
      missing += sample(hearing, replies, id);
    }
    if (missing > 0) {
      hearing.note(missing + " requests have no reply in " + file + ", so were not judged");
    }
    return hearing.conclude(
        name,
        hearing.inquiry(
            q -> {
              throw new ProtocolViolation("a file answers no further question");
            }));
  }

  private static Map<Long, Reply> replies(Path file, Hearing hearing) {
    Map<Long, Reply> replies = new HashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .filter(line -> !line.isBlank())
          .forEach(
              line -> {
                try {
                  Reply reply = Reply.parse(line);
                  replies.put(reply.id(), reply);
                } catch (ProtocolViolation e) {
                  hearing.broken(String.valueOf(e.getMessage()));
                }
              });
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new IllegalArgumentException(
          "--replies must name a readable text file, got " + file, e);
    }
    return replies;
  }

  /** How many requests for random images have no reply; with one missing, none is judged. */
  private static int sample(Hearing hearing, Map<Long, Reply> replies, long firstId) {
    List<Request> requests = hearing.sampleRequests();
    int missing = 0;
    for (int k = 0; k < requests.size(); k++) {
      missing += replies.containsKey(firstId + k) ? 0 : 1;
    }
    if (missing > 0) {
      return missing;
    }
    for (int k = 0; k < requests.size(); k++) {
      Reply reply = replies.get(firstId + k);
      try {
        if (reply == null || !hearing.hearSample(requests.get(k), reply)) {
          return 0;
        }
      } catch (ProtocolViolation e) {
        hearing.broken("sample: " + e.getMessage());
        return 0;
      }
    }
    hearing.closeSample();
    return 0;
  }
}
