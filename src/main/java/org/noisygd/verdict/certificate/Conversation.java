// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verdict.certificate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.protocol.Reply;
import org.noisygd.judge.request.Answer;

/**
 * What a candidate was asked and answered; the lines, as they went over the pipe, from a hello on.
 */
public final class Conversation {
  private final Map<Case, Answer> answers = new LinkedHashMap<>();
  private final Map<Case, List<String>> lines = new LinkedHashMap<>();
  private List<String> hello = List.of();

  /** Takes the hello and its reply, which declares the arithmetic: from now on lines are kept. */
  public void greeted(String asked, Reply reply) {
    hello = List.of(asked, reply.line());
  }

  /** Takes the answer to a case, with the lines of the request and of the reply. */
  public void take(Case tested, Answer answer, String asked, Reply reply) {
    answers.put(tested, answer);
    if (!hello.isEmpty()) {
      lines.put(tested, List.of(asked, reply.line()));
    }
  }

  /** The answers, by their cases, in the order in which they were asked. */
  public Map<Case, Answer> answers() {
    return answers;
  }

  /** The hello and its reply; empty where no reply declares the arithmetic. */
  List<String> hello() {
    return hello;
  }

  /** The request and the reply of each case after the hello. */
  Map<Case, List<String>> lines() {
    return lines;
  }
}
