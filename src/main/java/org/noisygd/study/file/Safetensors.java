// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.noisygd.report.json.InputFile;
import org.noisygd.report.json.JsonReader;
import org.noisygd.report.json.JsonValue;

/**
 * Tensors under names, as safetensors stores them: the length of a header in 8 bytes, the header,
 * one JSON object from a name to {@code {"dtype": "F32", "shape": [2, 3], "data_offsets": [0,
 * 24]}}, and the data, to which the offsets refer. Numbers are little-endian, row by row. The field
 * {@code __metadata__} is skipped.
 *
 * <p>Source: "Safetensors: Format", huggingface.co/docs/safetensors.
 */
final class Safetensors {
  /** The longest header that is read, 16 MiB, that of some 100,000 tensors. */
  private static final int MAX_HEADER = 1 << 24;

  private static final String METADATA = "__metadata__";

  /** The name of a factor down to rank r: its layer, its spelling, its ending. */
  private static final Pattern DOWN =
      Pattern.compile("(.*?)\\.?(lora_A|lora_down)((?:\\.weight)?)");

  private final Path file;
  private final long start;
  private final long length;
  private final Map<String, JsonValue> tensors = new LinkedHashMap<>();

  private Safetensors(Path file, long start, long length, JsonValue header) {
    this.file = file;
    this.start = start;
    this.length = length;
    for (JsonValue tensor : header.fields()) {
      if (!tensor.key().equals(METADATA)) {
        tensors.put(tensor.key(), tensor);
      }
    }
  }

  /** The tensors of a file, whose data lies in the file and does not overlap. */
  static Safetensors read(Path file) {
    Place place = new Place(file.toString());
    try (InputStream in = InputFile.open(file)) {
      byte[] first = in.readNBytes(Long.BYTES);
      if (first.length < Long.BYTES) {
        throw place.must("begin with the length of its header, 8 bytes", first.length + " bytes");
      }
      long length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 0 || length > MAX_HEADER) {
        throw place.must(
            "have a header of at most " + MAX_HEADER + " bytes", Long.toUnsignedString(length));
      }
      byte[] header = in.readNBytes((int) length);
      if (header.length < length) {
        throw place.must("hold its whole header of " + length + " bytes", header.length + " bytes");
      }
      long start = Long.BYTES + length;
      JsonValue root = JsonReader.OF_FILES.read(file.toString(), false, "header", header);
      Safetensors read = new Safetensors(file, start, Files.size(file) - start, root);
      read.requireApart();
      return read;
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  /** Where a tensor's data is, from the start of all data on. */
  private record Extent(JsonValue tensor, long from, long to) {}

  private Extent extent(JsonValue tensor) {
    JsonValue offsets = tensor.required("data_offsets");
    List<JsonValue> ends = offsets.elements();
    offsets.require(ends.size() == 2, "be two numbers");
    long from = ends.get(0).whole(0, length);
    return new Extent(tensor, from, ends.get(1).whole(from, length));
  }

  private void requireApart() {
    long end = 0;
    for (Extent next :
        tensors.values().stream()
            .map(this::extent)
            .sorted(Comparator.comparingLong(Extent::from).thenComparingLong(Extent::to))
            .toList()) {
      next.tensor
          .get("data_offsets")
          .require(
              next.from >= end, "begin where no other tensor is, from " + end + " on", next.from);
      end = next.to;
    }
  }

  /** The two factors of a layer. */
  private record Layer(String name, JsonValue a, JsonValue b) {}

  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (JsonValue tensor : tensors.values()) {
      Matcher down = DOWN.matcher(tensor.key());
      if (down.matches()) {
        String before = tensor.key().substring(0, down.start(2));
        String up = String.valueOf(down.group(2)).equals("lora_A") ? "lora_B" : "lora_up";
        JsonValue other = tensors.get(before + up + down.group(3));
        if (other != null) {
          layers.add(new Layer(String.valueOf(down.group(1)), tensor, other));
        }
      }
    }
    return layers;
  }

  /**
   * The adapter of a layer.
   *
   * @param name the layer's; empty for the only one
   */
  Adapter adapter(String name) {
    List<Layer> layers = layers();
    List<Layer> meant =
        layers.stream().filter(one -> name.isEmpty() || one.name.equals(name)).toList();
    if (!name.isEmpty() && meant.size() > 1) {
      throw new Place(file + ":" + name).must("have one pair of factors", meant.size());
    }
    if (meant.size() != 1) {
      Set<String> names = new TreeSet<>(layers.stream().map(Layer::name).toList());
      throw Named.oneOf(file, name, names.isEmpty() ? tensors.keySet() : names);
    }
    Layer layer = meant.get(0);
    Place place = new Place(file + ":" + layer.name);
    return Adapter.of(
        place, rows(layer.b, Rows.MAX_FACTOR_ENTRIES), rows(layer.a, Rows.MAX_FACTOR_ENTRIES));
  }

  /**
   * The rows of a tensor; empty if there is none of that name.
   *
   * @param name the tensor's; empty for the only one
   */
  Optional<List<List<Double>>> matrix(String name) {
    @Nullable JsonValue tensor =
        name.isEmpty() && tensors.size() == 1
            ? tensors.values().iterator().next()
            : tensors.get(name);
    return Optional.ofNullable(tensor).map(one -> rows(one, Rows.MAX_ENTRIES));
  }

  private List<List<Double>> rows(JsonValue tensor, int most) {
    JsonValue dtype = tensor.required("dtype");
    Optional<NumberType> type = NumberType.named(dtype.text());
    dtype.require(type.isPresent(), "be one of " + Arrays.toString(NumberType.values()));
    List<Long> shape =
        tensor.required("shape").elements().stream()
            .map(size -> size.whole(0, Long.MAX_VALUE))
            .toList();
    Place place = new Place(file + ":" + tensor.key());
    BinaryArray array = BinaryArray.of(place, type.orElseThrow(), shape, false, most);
    Extent extent = extent(tensor);
    array.requireSize(extent.to - extent.from);
    try (InputStream in = InputFile.open(file)) {
      in.skipNBytes(start + extent.from);
      byte[] data = in.readNBytes((int) (extent.to - extent.from));
      return array.read(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }
}
