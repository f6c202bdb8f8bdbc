// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.nio.file.Path;
import java.util.List;
import org.noisygd.report.json.FormatException;
import org.noisygd.report.json.InputFile;

/**
 * A matrix in a file that another program wrote, told by the end of the file's name:
 *
 * <ul>
 *   <li>{@code .csv}, {@code .tsv}, {@code .txt}: a line a row, numbers separated by semicolons if
 *       there is one, else by commas (not in {@code .tsv}), else by tabs and blanks, so that a
 *       decimal comma never separates numbers; empty lines and what follows a {@code #} are
 *       skipped;
 *   <li>{@code .mtx}: a matrix of Matrix Market, dense or sparse, real, integer or pattern,
 *       general, symmetric or skew-symmetric;
 *   <li>{@code .npy}: an array of NumPy with two axes (or one, a single column), of floating-point
 *       numbers of 2, 4 or 8 bytes or integers of 1 to 8;
 *   <li>{@code .npz}: such arrays under names;
 *   <li>{@code .safetensors}: tensors under names, of the same numbers, bfloat16, e4m3 and e5m2.
 *       What is named there may also be a layer: of a tensor NAME.lora_A.weight and its
 *       NAME.lora_B.weight, where {@code .weight} may lack, and lora_down and lora_up mean the
 *       same.
 * </ul>
 *
 * <p>An array is named as {@code FILE:NAME}; where there is only one, FILE means it. Decimal
 * numbers are read as the nearest double, and binary ones exactly, but for integers beyond 2^53;
 * all must be finite. Every complaint is a {@link FormatException} with the file and the place:
 * line and column, or the name and the index in an array.
 */
public final class MatrixFile {
  /** How matrices alone are named, to stand behind the name of what is not. */
  public static final String NAMES =
      " (a matrix alone ends in .csv, .tsv, .txt, .mtx, .npy, .npz or .safetensors)";

  private MatrixFile() {}

  /** Whether a path names a file that holds matrices alone. */
  public static boolean isNamed(Path path) {
    return Named.in(path).extension().matches("csv|tsv|txt|mtx|npy|npz|safetensors|pt|pth");
  }

  /** What is meant as a JSON object: M, row by row, and of an adapter the start, X and Y, and r. */
  public static String json(Path path) {
    Named named = Named.in(path);
    return switch (named.extension()) {
      case "npy" -> json(NumpyArray.read(new Place(path.toString()), InputFile.bytes(path)));
      case "npz" -> json(NumpyArchive.read(named.file(), named.name()));
      case "safetensors" -> {
        Safetensors tensors = Safetensors.read(named.file());
        yield tensors
            .matrix(named.name())
            .map(MatrixFile::json)
            .orElseGet(() -> tensors.adapter(named.name()).json());
      }
      case "pt", "pth" ->
          throw new FormatException(
              path
                  + ": must be a file that is read without PyTorch; save it as .safetensors or .npy");
      default -> json(TextMatrix.read(path, named.extension()));
    };
  }

  private static String json(List<List<Double>> m) {
    return "{\"M\":" + Rows.json(m) + "}";
  }
}
