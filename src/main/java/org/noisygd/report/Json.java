// SPDX-License-Identifier: Apache-2.0
package org.noisygd.report;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Results as JSON. Records become objects with their components as fields, maps objects with their
 * keys, lists arrays. An infinite number is the text {@code Infinity} or {@code -Infinity}, as in
 * CSV and in the protocol; an unknown number and an empty optional value are null. An exact decimal
 * is text, since it may lie below every double. {@link #object} begins an object that is not a
 * record.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(
              new SimpleModule()
                  .addSerializer(as(Double.class, d -> d))
                  .addSerializer(as(double.class, d -> d))
                  .addSerializer(
                      as(OptionalLong.class, n -> n.isPresent() ? (Long) n.getAsLong() : null))
                  .addSerializer(as(BigDecimal.class, BigDecimal::toString))
                  .addSerializer(as(Optional.class, o -> o.isPresent() ? o.get() : null)));

  private Json() {}

  /** The fields of an object, in order of insertion. */
  public static final class Fields {
    @JsonValue private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    private Fields() {}

    /** Puts a field: a record, a map, a list, text, a number, a truth value, or null. */
    public Fields put(String name, @Nullable Object value) {
      fields.put(name, value);
      return this;
    }
  }

  /** An empty object. */
  public static Fields object() {
    return new Fields();
  }

  /** The indented text, with a final line feed. */
  public static String text(Object result) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(result) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes objects of one class as other values. */
  private static <T> StdSerializer<T> as(
      Class<T> type, Function<T, ? extends @Nullable Object> value) {
    return new StdSerializer<>(type) {
      @Override
      public void serialize(T given, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        @Nullable Object written = value.apply(given);
        if (written == null || written.equals(Double.NaN)) {
          out.writeNull();
        } else if (written instanceof Double d) {
          out.writeNumber(d); // in quotes if infinite
        } else {
          provider.defaultSerializeValue(written, out);
        }
      }
    };
  }
}
