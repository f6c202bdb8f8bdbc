// SPDX-License-Identifier: Apache-2.0
package org.noisygd.judge.protocol;

/** A reply, or its absence, that breaks the protocol; the message is one line. */
public final class ProtocolViolation extends Exception {
  private static final long serialVersionUID = 1L;

  public ProtocolViolation(String reason) {
    super(reason);
  }
}
