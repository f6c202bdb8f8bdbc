// SPDX-License-Identifier: Apache-2.0
package org.noisygd.io.process;

/** A program that breaks the protocol of a conversation; the message is one line. */
public final class ProtocolViolation extends Exception {
  private static final long serialVersionUID = 1L;

  public ProtocolViolation(String reason) {
    super(reason);
  }
}
