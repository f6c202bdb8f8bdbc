// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.op;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.noisygd.judge.cases.Case;
import org.noisygd.judge.cases.CaseKind;
import org.noisygd.judge.cases.CaseSuite;
import org.noisygd.judge.request.Op;
import org.noisygd.judge.request.Part;
import org.noisygd.judge.request.ReplyField;
import org.noisygd.judge.sampling.SampleVerdict;

/** An op and how a candidate is judged by it: by cases, or by the law of random images. */
public abstract class JudgedOp extends Op {
  /** An op; see {@link Op}. */
  protected JudgedOp(String word, Set<Part> parts, List<String> fields, List<ReplyField> reply) {
    super(word, parts, fields, reply);
  }

  /** The kinds of its cases, in the order in which they are asked. */
  protected abstract List<CaseKind> kinds();

  /** Its cases in an arithmetic, from a seed. */
  public final List<Case> cases(String arithmetic, long seed) {
    CaseSuite suite = new CaseSuite(arithmetic, seed);
    kinds().forEach(kind -> kind.addTo(suite, this));
    return suite.cases();
  }

  /** What judges its random images all together; none where every reply is judged by itself. */
  public Optional<SampleVerdict> law(String arithmetic, long seed) {
    return Optional.empty();
  }
}
