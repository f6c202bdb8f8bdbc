// SPDX-License-Identifier: Apache-2.0
package org.noisygd.verify.golden;

/** What the golden files say they were made by. */
final class GoldenProvenance {
  /** What the files of this version name as their maker; not a class of today. */
  static final String GENERATOR = "org.noisygd.golden.GoldenSet";

  /** The version of the data: raised whenever a byte of them changes. */
  static final String VERSION = "1";

  /** The command that writes the data. */
  static final String COMMAND = "./verify.sh golden regenerate";

  /** Where deviates come from. */
  static final String STREAM = "philox4x64-10/as241";

  private GoldenProvenance() {}
}
