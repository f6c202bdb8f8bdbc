// SPDX-License-Identifier: Apache-2.0
package org.noisygd.study.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.noisygd.io.InputFile;
import org.noisygd.io.json.JsonReader;
import org.noisygd.io.json.JsonValue;

/**
 * Tensors under names, as safetensors stores them: the length of a header in 8 bytes, the header,
 * one JSON object from a name to {@code {"dtype": "F32", "shape": [2, 3], "data_offsets": [0,
 * 24]}}, and the data, to which the offsets refer. Numbers are little-endian, row by row. The field
 * {@code __metadata__} is skipped.
 *
 * <p>Source: "Safetensors: Format", huggingface.co/docs/safetensors.
 */
final class Safetensors extends NamedArrays {
  /** Maximum length of a header, 16 MiB, enough for some 100,000 tensors. */
  private static final int MAX_HEADER = 1 << 24;

  private static final String METADATA = "__metadata__";

  private final long start;
  private final long length;
  private final Map<String, JsonValue> tensors = new LinkedHashMap<>();

  private Safetensors(Path file, String name, long start, long length, JsonValue header) {
    super(file, name);
    this.start = start;
    this.length = length;
    for (JsonValue tensor : header.fields()) {
      if (!tensor.key().equals(METADATA)) {
        tensors.put(tensor.key(), tensor);
      }
    }
  }

  /** The tensors of a file, after a check that their data lies in it without overlap. */
  static Safetensors read(Path file, String name) {
    Location location = new Location(file, "");
    try (InputStream in = InputFile.open(file)) {
      byte[] first = in.readNBytes(Long.BYTES);
      if (first.length < Long.BYTES) {
        throw location.must(
            "begin with the length of its header, 8 bytes", first.length + " bytes");
      }
      long length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 0 || length > MAX_HEADER) {
        throw location.must(
            "have a header of at most " + MAX_HEADER + " bytes", Long.toUnsignedString(length));
      }
      byte[] header = in.readNBytes((int) length);
      if (header.length < length) {
        throw location.must(
            "hold its whole header of " + length + " bytes", header.length + " bytes");
      }
      long start = Long.BYTES + length;
      JsonValue root = JsonReader.OF_FILES.read(file.toString(), false, "header", header);
      Safetensors read = new Safetensors(file, name, start, Files.size(file) - start, root);
      read.requireApart();
      return read;
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  /** The range of a tensor's data, from the start of all data. */
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

  @Override
  Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  StoredArray array(String name) {
    JsonValue tensor = Optional.ofNullable(tensors.get(name)).orElseThrow();
    JsonValue dtype = tensor.required("dtype");
    Optional<NumberType> type = NumberType.named(dtype.text());
    dtype.require(type.isPresent(), "be one of " + Arrays.toString(NumberType.values()));
    List<Long> shape =
        tensor.required("shape").elements().stream()
            .map(size -> size.whole(0, Long.MAX_VALUE))
            .toList();
    Extent extent = extent(tensor);
    return new StoredArray(
        location(name),
        type.orElseThrow(),
        shape,
        false,
        ByteOrder.LITTLE_ENDIAN,
        extent.to - extent.from,
        () -> {
          InputStream in = InputFile.open(file());
          in.skipNBytes(start + extent.from);
          return in;
        });
  }
}
