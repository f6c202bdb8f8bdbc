// SPDX-License-Identifier: Apache-2.0
package org.noisygd.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.noisygd.arithmetic.Arithmetic;
import org.noisygd.arithmetic.Arithmetics;
import org.noisygd.bounds.RoundingModel;

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
    RoundingModel model = RoundingModel.named(arithmetic);
    Arithmetic<?> read = Arithmetics.named(arithmetic);
    List<String> broken = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Map<Long, Reply> replies = replies(file, broken);
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
    Judge judge = new Judge(model);
    List<CaseResult> results = new ArrayList<>();
    Map<Case, Answer> answers = new LinkedHashMap<>();
    long id = 1;
    int missing = 0;
    for (Case tested : CaseSuite.of(arithmetic, seed, ops)) {
      Reply reply = replies.get(id++);
      if (reply == null) {
        missing++;
      } else if (reply.isUnsupported()) {
        results.add(CaseResult.unsupported(tested));
      } else if (reply.error().isPresent()) {
        results.add(CaseResult.failed(tested, "error", reply.error().get()));
      } else {
        try {
          Answer answer = Answer.of(tested.request(), reply, read);
          results.add(judge.judge(tested, answer));
          answers.put(tested, answer);
        } catch (ProtocolViolation e) {
          broken.add(tested.name() + ": " + e.getMessage());
        }
      }
    }
    List<Examination.SampleResult> samples =
        ops.contains(Op.SAMPLE) ? samples(arithmetic, seed, read, replies, id, broken) : List.of();
    if (missing > 0) {
      notes.add(missing + " requests have no reply in " + file + ", so were not judged");
    }
    return Examiner.conclude(name, declared, seed, results, answers, samples, broken, notes);
  }

  private static Map<Long, Reply> replies(Path file, List<String> broken) {
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
                  broken.add(String.valueOf(e.getMessage()));
                }
              });
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new IllegalArgumentException(
          "--replies must name a readable text file, got " + file, e);
    }
    return replies;
  }

  private static List<Examination.SampleResult> samples(
      String arithmetic,
      long seed,
      Arithmetic<?> read,
      Map<Long, Reply> replies,
      long firstId,
      List<String> broken) {
    SampleLaw law = new SampleLaw(arithmetic, seed);
    long id = firstId;
    for (Request q : law.requests()) {
      Reply reply = replies.get(id++);
      if (reply == null || reply.isUnsupported()) {
        return List.of();
      }
      try {
        law.add(
            q,
            reply.matrices("X", q.count(), q.d1(), q.r(), read),
            reply.matrices("Y", q.count(), q.d2(), q.r(), read));
      } catch (ProtocolViolation e) {
        broken.add("sample: " + e.getMessage());
        return List.of();
      }
    }
    return law.results();
  }
}
