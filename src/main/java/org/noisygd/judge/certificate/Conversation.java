// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.certificate;

import java.util.List;
import java.util.Map;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.request.Answer;

/**
 * What a candidate was asked and answered.
 *
 * @param hello the hello and its reply; empty where no reply declares the arithmetic
 * @param answers the answers, by their cases
 * @param lines of each of these cases the request and the reply, as they went over the pipe
 */
public record Conversation(
    List<String> hello, Map<Case, Answer> answers, Map<Case, List<String>> lines) {
  /** Nothing was said. */
  public static final Conversation NONE = new Conversation(List.of(), Map.of(), Map.of());
}
