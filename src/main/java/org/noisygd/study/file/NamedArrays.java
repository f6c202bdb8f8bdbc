// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjIntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.descent.objective.Factors;
import org.noisygd.io.FormatException;
import org.noisygd.number.matrix.Matrix;

/**
 * Arrays by name in a file. A name means a matrix, or a layer of a low-rank adapter (LoRA): X =
 * lora_B, of shape d1 x r, and Y, the transpose of lora_A, of shape d2 x r. The adapter adds X Y^T,
 * times alpha / r, to the layer's weights; no array of it holds alpha.
 */
public abstract class NamedArrays {
  /** The pattern of the names of lora_A: the layer, the spelling, the adapter. */
  private static final Pattern DOWN =
      Pattern.compile("(.*?)\\.?(lora_A|lora_down)(?:\\.(?!weight$)(\\w+))?(?:\\.weight)?");

  /** Maximum number of letters of the names in a message: longer ones are cut. */
  private static final int SHOWN = 120;

  private final Path file;
  private final String name;

  /**
   * The arrays of a file.
   *
   * @param name an array or a layer, or a unique end of its name; empty for the only one
   */
  NamedArrays(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  Path file() {
    return file;
  }

  Location location(String name) {
    return new Location(file, name.isEmpty() ? "" : ":" + name);
  }

  /** The names of all arrays. */
  abstract Set<String> names();

  /** The names of the requested arrays; of all arrays if no name was given. */
  public List<String> chosen() {
    List<String> chosen = meant(names(), name);
    if (chosen.isEmpty()) {
      throw oneOf(names());
    }
    return chosen;
  }

  /** The array of a name. */
  abstract StoredArray array(String name);

  /**
   * Reads an array's floating-point numbers, in the order in which they are stored.
   *
   * @param block the receiver of an array and the number of its first entries that count
   * @return the reason if the array holds no floating-point numbers, or empty if it was read
   */
  public Optional<String> read(String name, ObjIntConsumer<double[]> block) {
    StoredArray array;
    try {
      array = array(name);
    } catch (FormatException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    if (array.type().name().matches("[IU].*")) {
      return Optional.of(name + " holds integers, " + array.type());
    }
    array.read(block);
    return Optional.empty();
  }

  /** The names of the two factors of a layer. */
  private record Layer(String y, String x) {}

  private Map<String, Layer> layers() {
    Map<String, Layer> layers = new TreeMap<>();
    if (names().containsAll(List.of("X", "Y"))) {
      layers.put("", new Layer("Y", "X"));
    }
    for (String name : names()) {
      Matcher down = DOWN.matcher(name);
      if (down.matches()) {
        String up = String.valueOf(down.group(2)).equals("lora_A") ? "lora_B" : "lora_up";
        String x = name.substring(0, down.start(2)) + up + name.substring(down.end(2));
        @Nullable String adapter = down.group(3);
        boolean isDefault = adapter == null || adapter.equals("default");
        String layer = down.group(1) + (isDefault ? "" : "." + adapter);
        if (names().contains(x) && layers.put(layer, new Layer(name, x)) != null) {
          throw location(layer).must("have one pair of factors", "2");
        }
      }
    }
    return layers;
  }

  /** The names that match a name: the same name, or all that end in it; all if it is empty. */
  private static List<String> meant(Collection<String> names, String name) {
    return names.contains(name)
        ? List.of(name)
        : names.stream()
            .filter(
                one ->
                    name.isEmpty()
                        || one.endsWith("." + name)
                        || one.endsWith("." + name + ".weight"))
            .toList();
  }

  /** The problem of the requested name. */
  StoredProblem problem() {
    List<String> arrays = meant(names(), name);
    boolean isArray = names().contains(name) || (name.isEmpty() && arrays.size() == 1);
    Map<String, Layer> layers = isArray ? Map.of() : layers();
    List<String> found = meant(new TreeSet<>(layers.keySet()), name);
    if (found.size() == 1) {
      Layer layer = layers.getOrDefault(found.get(0), new Layer("", ""));
      return adapter(location(found.get(0)), layer);
    }
    if (found.isEmpty() && arrays.size() == 1) {
      return StoredProblem.of(array(arrays.get(0)).matrix(Location.MAX_ENTRIES), 0);
    }
    List<String> close = found.isEmpty() ? arrays : found;
    Set<String> all = layers.isEmpty() ? names() : new TreeSet<>(layers.keySet());
    throw oneOf(close.isEmpty() ? all : close);
  }

  /** The error for a name that matches none or several, with the names in the file. */
  private FormatException oneOf(Collection<String> names) {
    List<String> some = new ArrayList<>();
    int letters = 0;
    for (String one : new TreeSet<>(names)) {
      letters += one.length();
      if (some.isEmpty() || letters < SHOWN) {
        some.add(one);
      }
    }
    int more = names.size() - some.size();
    return location("")
        .must(
            "be given with a name that it holds, or its end, as FILE:NAME",
            (name.isEmpty() ? "no name" : name)
                + "; it holds "
                + (some.isEmpty() ? "none" : String.join(", ", some))
                + (more > 0 ? " and " + more + " more" : ""));
  }

  /** An adapter as a problem: its factors are the start, and their product is M. */
  private StoredProblem adapter(Location location, Layer layer) {
    Matrix<Double> x = array(layer.x).matrix(Location.MAX_FACTOR_ENTRIES);
    Matrix<Double> a = array(layer.y).matrix(Location.MAX_FACTOR_ENTRIES);
    Matrix<Double> y = layer.y.equals("Y") ? a : a.transpose();
    if (x.columns() != y.columns()) {
      throw location.must(
          "have factors of one rank",
          layer.x + " " + x.shape() + " and " + layer.y + " " + a.shape());
    }
    return new StoredProblem(Optional.empty(), Optional.of(new Factors<>(x, y)), 0);
  }
}
