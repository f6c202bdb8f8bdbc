// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.protocol.Op;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.Request;
import org.noisygd.judge.protocol.RequestJson;
import org.noisygd.judge.sampling.SampleVerdict;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * The way by files: every request in one, the replies in another, where no pipe can be had. A
 * request's id is its place among those of all ops, whichever of them are asked for.
 */
public final class RequestFile {
  private RequestFile() {}

  /** The requests, a line each, a hello first. */
  public static String requests(String arithmetic, long seed, Set<Op> ops) {
    RoundingModel.named(arithmetic);
    RequestJson json = new RequestJson(arithmetic);
    StringBuilder lines = new StringBuilder(RequestJson.hello(0)).append('\n');
    long id = 1;
    for (Case tested : CaseSuite.of(arithmetic, seed, EnumSet.allOf(Op.class))) {
      if (ops.contains(tested.op())) {
        lines.append(json.line(id, tested.request())).append('\n');
      }
      id++;
    }
    for (Request q : new SampleVerdict(arithmetic, seed).requests()) {
      if (ops.contains(Op.SAMPLE)) {
        lines.append(json.line(id, q)).append('\n');
      }
      id++;
    }
    return lines.append(RequestJson.bye(id)).append('\n').toString();
  }

  /**
   * Judges replies to those requests, in any order, told apart by their ids. Requests without a
   * reply are not judged, and the report says so.
   *
   * @throws IllegalArgumentException if the file cannot be read, or its replies declare another
   *     arithmetic than the requests were written for
   */
  public static CandidateVerdict judge(String arithmetic, long seed, Set<Op> ops, Path file)
      throws IOException {
    VerdictBuilder hearing = new VerdictBuilder(arithmetic, seed);
    List<Case> cases = CaseSuite.of(arithmetic, seed, EnumSet.allOf(Op.class));
    List<Request> samples = hearing.sampleRequests();
    String name = file.toString();
    try (ReplyFile replies = ReplyFile.open(file, 1L + cases.size() + samples.size())) {
      replies.complaints().forEach(hearing::broken);
      Optional<Reply> hello = replies.get(0);
      if (hello.isPresent()) {
        try {
          name = hello.get().text("name", name);
          requireDeclared(Reply.start(hello.get().text("arithmetic", arithmetic)), arithmetic);
        } catch (ProtocolViolation e) {
          return CandidateVerdict.unheard(name, arithmetic, seed, "hello: " + e.getMessage());
        }
      }
      int missing = 0;
      for (int k = 0; k < cases.size(); k++) {
        if (!ops.contains(cases.get(k).op())) {
          continue;
        }
        Optional<Reply> reply = replies.get(1L + k);
        missing += reply.isPresent() ? 0 : 1;
        if (reply.isPresent()) {
          try {
            hearing.hear(cases.get(k), reply.get());
          } catch (ProtocolViolation e) {
            hearing.broken(unfit(cases.get(k).name(), e, reply.get()));
          }
        }
      }
      if (ops.contains(Op.SAMPLE)) {
        missing += sample(hearing, samples, replies, 1L + cases.size());
      }
      if (missing > 0) {
        hearing.note(missing + " requests have no reply in " + file + ", so were not judged");
      }
    }
    return hearing.conclude(
        name,
        hearing.inquiry(
            q -> {
              throw new ProtocolViolation("a file answers no further question");
            }));
  }

  private static String unfit(String name, ProtocolViolation e, Reply reply) {
    return name + ": " + e.getMessage() + "; reply " + reply.start();
  }

  private static void requireDeclared(String declared, String arithmetic) throws ProtocolViolation {
    if (declared.equals(arithmetic)) {
      return;
    }
    try {
      RoundingModel.named(declared);
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolation(String.valueOf(e.getMessage()));
    }
    throw new IllegalArgumentException(
        "--arithmetic must be the one that the replies declare, "
            + declared
            + ", with --write-requests as with --replies, got "
            + arithmetic);
  }

  /** How many requests for random images have no reply; with one missing, none is judged. */
  private static int sample(
      VerdictBuilder hearing, List<Request> requests, ReplyFile replies, long firstId) {
    int missing = 0;
    boolean whole = true;
    for (int k = 0; k < requests.size(); k++) {
      Optional<Reply> reply = replies.get(firstId + k);
      if (reply.isEmpty()) {
        missing++;
        continue;
      }
      try {
        if (!hearing.hearSample(requests.get(k), reply.get())) {
          return 0;
        }
      } catch (ProtocolViolation e) {
        hearing.broken(unfit("sample", e, reply.get()));
        whole = false;
      }
    }
    if (!requests.isEmpty() && missing == 0 && whole) {
      hearing.closeSample();
    } else if (missing < requests.size()) {
      hearing.note("sample: not every request was answered, so it was not judged");
    }
    return missing;
  }
}
