// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisygd.io.process.ProtocolViolation;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.judgement.Candidate;
import org.noisygd.judge.judgement.Candidate.Exchange;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.protocol.ReplyFile;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.theory.error.RoundingModel;

/**
 * Judges without a pipe: one file holds every request, another the replies. The id of a request is
 * its index among the requests of all ops, even if the file has only some of them. Seeds have the
 * default number of bits.
 */
public final class RequestFile {
  private RequestFile() {}

  /** The requests of some ops, one on each line, after a hello. */
  public static String requests(String arithmetic, long seed, Ops ops) {
    RequestJson json = new RequestJson(arithmetic);
    StringBuilder lines = new StringBuilder(RequestJson.hello(0)).append('\n');
    Map<Case, Long> ids = ids(arithmetic, seed);
    ids.forEach(
        (tested, id) -> {
          if (ops.contains(tested.op())) {
            lines.append(json.line(id, tested.request())).append('\n');
          }
        });
    return lines.append(RequestJson.bye(ids.size() + 1)).append('\n').toString();
  }

  /** All cases in the order of their requests, with the ids of the requests, from 1. */
  private static Map<Case, Long> ids(String arithmetic, long seed) {
    List<Case> all = new ArrayList<>();
    for (JudgedOp op : Ops.ALL.all()) {
      all.addAll(op.cases(arithmetic, seed));
      op.sampleVerdict(arithmetic, seed).ifPresent(samples -> all.addAll(samples.cases()));
    }
    all.addAll(Ops.ALL.mixed(arithmetic, seed));
    Map<Case, Long> ids = new LinkedHashMap<>();
    all.forEach(one -> asked(one).ifPresent(asked -> ids.put(asked, ids.size() + 1L)));
    return ids;
  }

  private static Optional<Case> asked(Case tested) {
    return tested.asked(Request.SEED_BITS, false);
  }

  /**
   * Judges replies to those requests, found by their ids, in any order. Requests without a reply
   * are not judged, and the report says so.
   *
   * @throws IllegalArgumentException if the file cannot be read, or its replies declare another
   *     arithmetic than the requests were written for
   */
  public static JudgedCandidate judge(String arithmetic, long seed, Ops ops, Path file) {
    VerdictBuilder builder =
        new VerdictBuilder(Ops.ALL, arithmetic, seed, RequestFile::asked, line -> {});
    Map<Case, Long> ids = ids(arithmetic, seed);
    String name = file.toString();
    Map<Long, Reply> replies =
        ReplyFile.read(file, Ops.ALL.replyReader(), ids.size() + 1, builder::broken);
    try {
      Reply hello = replies.get(0L);
      if (hello != null) {
        name = hello.text("name", name);
        requireDeclared(Reply.start(hello.text("arithmetic", arithmetic)), arithmetic);
        if (hello.text("arithmetic", "binary64").equals(arithmetic)) {
          builder.answers().greeted(RequestJson.hello(0), hello);
        }
      }
    } catch (ProtocolViolation e) {
      return JudgedCandidate.unasked(name, arithmetic, seed, "hello: " + e.getMessage());
    }
    RequestJson json = new RequestJson(arithmetic);
    builder.judge(
        ops,
        tested -> {
          Long id = ids.get(tested);
          if (id == null) {
            return Candidate.NONE.ask(tested);
          }
          Optional<Reply> reply = Optional.ofNullable(replies.get(id));
          return new Exchange(tested, json.line(id, tested.request()), reply, "");
        });
    long missing =
        ids.entrySet().stream()
            .filter(one -> ops.contains(one.getKey().op()) && !replies.containsKey(one.getValue()))
            .count();
    if (missing > 0) {
      builder.note(missing + " requests have no reply in " + file + " and were not judged");
    }
    return builder.judged(name, Candidate.NONE);
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
}
