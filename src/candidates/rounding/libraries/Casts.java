// SPDX-License-Identifier: Apache-2.0
import java.io.*;
import java.util.regex.*;
import java.util.stream.*;
import jdk.incubator.vector.Float16;

/**
 * The op round by Java's own conversions: java --add-modules jdk.incubator.vector Casts.java, on JDK 24 or later.
 */
class Casts {
  static String field(String line, String name) {
    Matcher m = Pattern.compile('"' + name + "\":\\s*(\\[[^]]*]|\"[^\"]*\"|[-\\d.]+)").matcher(line);
    return m.find() ? m.group(1).replaceAll("[\"\\[\\]]", "") : "";
  }

  static double converted(double v, boolean narrow, String to) {
    if (to.equals("binary32")) {
      return (float) v;
    }
    return narrow ? Float.float16ToFloat(Float.floatToFloat16((float) v)) : Float16.valueOf(v).doubleValue();
  }

  static String answer(String q) {
    String to = field(q, "to");
    if (!to.matches("binary32|binary16") || !(field(q, "mode") + field(q, "overflow")).equals("nearestieee")) {
      return ",\"unsupported\":true";
    }
    boolean narrow = field(q, "from").equals("binary32");
    return Stream.of(field(q, "values").split(","))
        .map(v -> converted(Double.parseDouble(v), narrow, to))
        .map(y -> Double.isInfinite(y) || Double.isNaN(y) ? "\"" + y + "\"" : "" + y)
        .collect(Collectors.joining(",", ",\"rounded\":[", "]"));
  }

  public static void main(String[] arguments) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in));
    for (String q = in.readLine(); q != null; q = in.readLine()) {
      String reply =
          switch (field(q, "op")) {
            case "hello" -> ",\"name\":\"Java " + Runtime.version() + "\",\"ops\":[\"round\"]";
            case "round" -> answer(q);
            default -> ",\"unsupported\":true";
          };
      System.out.println("{\"id\":" + field(q, "id") + reply + "}");
    }
  }
}
