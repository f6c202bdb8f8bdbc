// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.noisygd.io.FormatException;
import org.noisygd.io.InputFile;

/**
 * A matrix in a file of another program, by the ending of the file's name:
 *
 * <ul>
 *   <li>{@code .csv}, {@code .tsv}, {@code .txt}: a line per row, numbers separated by semicolons
 *       if there is one, else by commas (not in {@code .tsv}), else by tabs and blanks, so that a
 *       decimal comma never separates numbers; empty lines and comments after {@code #} are
 *       skipped;
 *   <li>{@code .mtx}: a matrix of Matrix Market, dense or sparse, real, integer or pattern,
 *       general, symmetric or skew-symmetric;
 *   <li>{@code .npy}: an array of NumPy with two axes (or one, a single column), of floating-point
 *       numbers of 2, 4 or 8 bytes or integers of 1 to 8;
 *   <li>{@code .npz}: such arrays under names;
 *   <li>{@code .safetensors}: tensors under names, of the same numbers, bfloat16, e4m3 and e5m2. In
 *       these two formats a name may also be a layer: of NAME.lora_A.weight and NAME.lora_B.weight,
 *       where {@code .weight} may be missing or {@code .default.weight}, and lora_down and lora_up
 *       are synonyms; or of X and Y with the shapes used here.
 * </ul>
 *
 * <p>An array is named as {@code FILE:NAME}; FILE alone means the only array, and a unique end of a
 * name, from a point on, is enough. Decimal numbers are read as the nearest double, and binary ones
 * exactly, except integers beyond 2^53; all must be finite. Every error is a {@link
 * FormatException} with the file and the location: line and column, or the name and the index in an
 * array.
 */
public final class MatrixFile {
  /** The endings of matrix files, for messages on other files. */
  public static final String NAMES =
      " (a matrix alone ends in .csv, .tsv, .txt, .mtx, .npy, .npz or .safetensors)";

  /** The endings of pickles. */
  private static final String PICKLED = "pt|pth|bin|ckpt|pkl|pickle";

  private MatrixFile() {}

  /** Returns true if a path names a file of matrices. */
  public static boolean isNamed(Path path) {
    return extension(file(path)).matches("csv|tsv|txt|mtx|npy|npz|safetensors|" + PICKLED);
  }

  /**
   * The file of a path FILE or FILE:NAME: the longest prefix that is a file, since a file's name
   * may have colons too.
   */
  public static Path file(Path path) {
    String all = path.toString();
    for (int at = all.lastIndexOf(':');
        at > 0 && !Files.exists(path);
        at = all.lastIndexOf(':', at - 1)) {
      Path file = Path.of(all.substring(0, at));
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return path;
  }

  /** The text after the last point of a file's name, in lower case. */
  private static String extension(Path file) {
    String called = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return called.substring(called.lastIndexOf('.') + 1);
  }

  /** The problem at a path: M, or the factors of an adapter. */
  public static StoredProblem read(Path path) {
    Path file = file(path);
    if (extension(file).matches(PICKLED)) {
      throw new Location(path, "")
          .must(
              "be in a format that holds only numbers",
              "a pickle; save it by safetensors, as save_file(tensors, \"x.safetensors\")");
    }
    return switch (extension(file)) {
      case "npy" -> StoredProblem.of(array(path).matrix(Location.MAX_ENTRIES), 0);
      case "npz", "safetensors" -> arrays(path).problem();
      default -> TextMatrix.read(path, extension(file));
    };
  }

  /** The arrays in an {@code .npz} or {@code .safetensors}, with the name after the path. */
  public static NamedArrays arrays(Path path) {
    Path file = file(path);
    String name = path.toString().substring(file.toString().length()).replaceFirst("^:", "");
    return switch (extension(file)) {
      case "npz" -> NumpyArchive.read(file, name);
      case "safetensors" -> Safetensors.read(file, name);
      default -> throw new Location(file, "").must("end in .npz or .safetensors", extension(file));
    };
  }

  private static StoredArray array(Path path) {
    try {
      InputFile.open(path).close(); // for its error messages
      return NumpyArray.of(new Location(path, ""), Files.size(path), () -> InputFile.open(path));
    } catch (IOException e) {
      throw InputFile.unreadable(path, e);
    }
  }
}
