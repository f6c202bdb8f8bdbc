// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.twin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;

/**
 * The state of a study, number by number, as it is written or read back. Both are done by the same
 * statements: each method takes the present value and returns the one to have from then on, which
 * is the present one if it was written. What is read has all bits of what was written.
 */
public abstract class State {
  private State() {}

  /** A state that is written there. */
  static State writtenTo(DataOutputStream out) {
    return new State() {
      @Override
      public long whole(long now) {
        try {
          out.writeLong(now);
          return now;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      byte[] bytes(byte[] now) {
        whole(now.length);
        try {
          out.write(now);
          return now;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** A state that is read from there. */
  static State readFrom(DataInputStream in) {
    return new State() {
      @Override
      public long whole(long now) {
        try {
          return in.readLong();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      byte[] bytes(byte[] now) {
        byte[] read = new byte[(int) whole(0)];
        try {
          in.readFully(read);
          return read;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /** An integer. */
  public abstract long whole(long now);

  abstract byte[] bytes(byte[] now);

  /** Whether something is so. */
  public boolean flag(boolean now) {
    return whole(now ? 1 : 0) != 0;
  }

  /** A double, which may be infinite or NaN. */
  public double number(double now) {
    return Double.longBitsToDouble(whole(Double.doubleToRawLongBits(now)));
  }

  /** An integer of any size. */
  public BigInteger integer(BigInteger now) {
    return new BigInteger(bytes(now.toByteArray()));
  }

  /** An array that keeps its length: what is read goes into it. */
  public void fill(double[] now) {
    fill(now, now.length);
  }

  /** The first numbers of such an array. */
  public void fill(double[] now, int length) {
    for (int i = 0; i < length; i++) {
      now[i] = number(now[i]);
    }
  }

  /** An array of any length. */
  public double[] numbers(double[] now) {
    int length = (int) whole(now.length);
    double[] numbers = length == now.length ? now.clone() : new double[length];
    fill(numbers);
    return numbers;
  }
}
