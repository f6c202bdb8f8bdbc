// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.noisygd.judge.certificate.Conversation;
import org.noisygd.judge.diagnosis.DiagnosisDeadline;
import org.noisygd.judge.op.JudgedOp;
import org.noisygd.judge.op.Ops;
import org.noisygd.judge.protocol.ProtocolViolation;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Request;
import org.noisygd.judge.request.RequestJson;
import org.noisygd.theory.rounding.RoundingModel;

/**
 * Judging without a pipe: a file holds every request, another the replies. A request's id is its
 * place among those of all ops, whichever of them are asked for. Seeds have the bits that count
 * where nothing else is said.
 */
public final class RequestFile {
  private RequestFile() {}

  /** The requests of some ops, a line each, a hello first. */
  public static String requests(String arithmetic, long seed, Ops ops) {
    RoundingModel.named(arithmetic);
    RequestJson json = new RequestJson(arithmetic);
    StringBuilder lines = new StringBuilder(RequestJson.hello(0)).append('\n');
    long id = 1;
    List<Request> all = new ArrayList<>();
    Ops.ALL.all().forEach(op -> all.addAll(requests(op, arithmetic, seed)));
    Ops.ALL.mixed(arithmetic, seed).forEach(tested -> all.add(tested.request()));
    for (Request q : all) {
      if (ops.contains(q.op())) {
        lines.append(json.line(id, q)).append('\n');
      }
      id++;
    }
    return lines.append(RequestJson.bye(id)).append('\n').toString();
  }

  private static List<Request> requests(JudgedOp op, String arithmetic, long seed) {
    List<Request> requests = new ArrayList<>();
    op.cases(arithmetic, seed).forEach(tested -> requests.add(tested.request()));
    op.law(arithmetic, seed).ifPresent(law -> requests.addAll(law.requests()));
    return requests.stream().flatMap(q -> q.withSeedOf(Request.SEED_BITS).stream()).toList();
  }

  /**
   * Judges replies to those requests, in any order, told apart by their ids. Requests without a
   * reply are not judged, and the report says so.
   *
   * @param first told the verdict, without an explanation, and what was said
   * @param deadline until when an explanation is looked for
   * @return the same verdict, with the explanation
   * @throws IllegalArgumentException if the file cannot be read, or its replies declare another
   *     arithmetic than the requests were written for
   */
  public static CandidateVerdict judge(
      String arithmetic,
      long seed,
      Ops ops,
      Path file,
      BiConsumer<CandidateVerdict, Conversation> first,
      Supplier<DiagnosisDeadline> deadline)
      throws IOException {
    VerdictBuilder builder =
        new VerdictBuilder(Ops.ALL, arithmetic, seed, Request.SEED_BITS, line -> {});
    Map<JudgedOp, Long> firstIds = new LinkedHashMap<>();
    long id = 1;
    for (JudgedOp op : Ops.ALL.all()) {
      firstIds.put(op, id);
      id += requests(op, arithmetic, seed).size();
    }
    long firstMixed = id;
    long last = firstMixed + Ops.ALL.mixed(arithmetic, seed).size();
    String name = file.toString();
    try (ReplyFile replies = ReplyFile.open(file, Ops.ALL.replyReader(), last)) {
      replies.complaints().forEach(builder::broken);
      Optional<Reply> hello = replies.get(0);
      try {
        if (hello.isPresent()) {
          name = hello.get().text("name", name);
          requireDeclared(Reply.start(hello.get().text("arithmetic", arithmetic)), arithmetic);
          if (hello.get().text("arithmetic", "binary64").equals(arithmetic)) {
            builder.conversation().greeted(RequestJson.hello(0), hello.get());
          }
        }
        Lookup lookup = new Lookup(new RequestJson(arithmetic), replies, firstIds, firstMixed);
        builder.judge(ops, lookup);
        if (lookup.missing > 0) {
          builder.note(
              lookup.missing + " requests have no reply in " + file + ", so were not judged");
        }
      } catch (ProtocolViolation e) {
        CandidateVerdict verdict =
            CandidateVerdict.unasked(name, arithmetic, seed, "hello: " + e.getMessage());
        first.accept(verdict, new Conversation());
        return verdict;
      }
    }
    CandidateVerdict verdict = builder.verdict(name);
    first.accept(verdict, builder.conversation());
    return new Explainer(builder, deadline.get()).explain(verdict);
  }

  /** Looks replies up by their ids. */
  private static final class Lookup implements VerdictBuilder.Replies {
    private final RequestJson json;
    private final ReplyFile replies;
    private final Map<JudgedOp, Long> firstIds;
    private final long firstMixed;
    private long nextId;
    private int missing;

    Lookup(RequestJson json, ReplyFile replies, Map<JudgedOp, Long> firstIds, long firstMixed) {
      this.firstMixed = firstMixed;
      this.json = json;
      this.replies = replies;
      this.firstIds = firstIds;
    }

    @Override
    public void begin(Optional<JudgedOp> op) {
      nextId = op.map(one -> firstIds.getOrDefault(one, 0L)).orElse(firstMixed);
    }

    @Override
    public void skip() {
      nextId++;
    }

    @Override
    public VerdictBuilder.Exchange next(String name, Request q) {
      long id = nextId++;
      Optional<Reply> reply = replies.get(id);
      missing += reply.isPresent() ? 0 : 1;
      return new VerdictBuilder.Exchange(json.line(id, q), reply, false);
    }

    @Override
    public boolean answersMore(JudgedOp op) {
      return false;
    }
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
