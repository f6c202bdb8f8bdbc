// SPDX-License-Identifier: Apache-2.0

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Starter kit, Java 17 with Jackson: a candidate for ./verify.sh candidate -- java -jar
 * target/candidate.jar, the jar that mvn package makes.
 *
 * <p>Speaks protocol version 1 (JSON Lines on standard input and output). Put your own code into
 * the methods under THE MATHEMATICS; the rest can stay as it is. An op that you leave out of OPS is
 * answered with "unsupported".
 */
public class Candidate {
  // -----------------------------------------------------------------------------------------------
  // THE MATHEMATICS. Matrices are arrays of rows: X is d1 x r, Y is d2 x r, M is d1 x d2.
  // -----------------------------------------------------------------------------------------------

  record Pair(double[][] X, double[][] Y) {}

  static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  static double[][] transpose(double[][] a) {
    double[][] result = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        result[j][i] = a[i][j];
      }
    }
    return result;
  }

  /** Returns a + s b. */
  static double[][] plus(double[][] a, double s, double[][] b) {
    double[][] sum = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        sum[i][j] = a[i][j] + s * b[i][j];
      }
    }
    return sum;
  }

  static double squares(double[][] a) {
    double sum = 0;
    for (double[] row : a) {
      for (double entry : row) {
        sum += entry * entry;
      }
    }
    return sum;
  }

  static double[][] residual(double[][] M, double[][] X, double[][] Y) {
    return plus(times(X, transpose(Y)), -1, M);
  }

  static double loss(double[][] M, double[][] X, double[][] Y) {
    return 0.5 * squares(residual(M, X, Y));
  }

  static Pair gradient(double[][] M, double[][] X, double[][] Y) {
    double[][] R = residual(M, X, Y);
    return new Pair(times(R, Y), times(transpose(R), X));
  }

  /** Variables in the order X row by row, then Y row by row. */
  static double[][] hessian(double[][] M, double[][] X, double[][] Y) {
    int d1 = X.length;
    int d2 = Y.length;
    int r = X[0].length;
    double[][] R = residual(M, X, Y);
    double[][] XX = times(transpose(X), X);
    double[][] YY = times(transpose(Y), Y);
    double[][] H = new double[(d1 + d2) * r][(d1 + d2) * r];
    for (int k = 0; k < r; k++) {
      for (int l = 0; l < r; l++) {
        for (int i = 0; i < d1; i++) {
          H[i * r + k][i * r + l] = YY[k][l];
        }
        for (int j = 0; j < d2; j++) {
          H[(d1 + j) * r + k][(d1 + j) * r + l] = XX[k][l];
        }
        for (int i = 0; i < d1; i++) {
          for (int j = 0; j < d2; j++) {
            double cross = X[i][l] * Y[j][k] + (k == l ? R[i][j] : 0);
            H[i * r + k][(d1 + j) * r + l] = cross;
            H[(d1 + j) * r + l][i * r + k] = cross;
          }
        }
      }
    }
    return H;
  }

  static Pair hvp(double[][] M, double[][] X, double[][] Y, double[][] dX, double[][] dY) {
    double[][] R = residual(M, X, Y);
    double[][] dR = plus(times(dX, transpose(Y)), 1, times(X, transpose(dY)));
    return new Pair(
        plus(times(dR, Y), 1, times(R, dY)),
        plus(times(transpose(dR), X), 1, times(transpose(R), dX)));
  }

  /** Returns E F(X+Z1, Y+Z2); s1 and s2 are standard deviations. */
  static double smoothedLoss(double[][] M, double[][] X, double[][] Y, double s1, double s2) {
    double c1 = X.length * (s1 * s1);
    double c2 = Y.length * (s2 * s2);
    return loss(M, X, Y) + 0.5 * (c2 * squares(X) + c1 * squares(Y) + X[0].length * c1 * c2);
  }

  static Pair smoothedGradient(double[][] M, double[][] X, double[][] Y, double s1, double s2) {
    Pair g = gradient(M, X, Y);
    return new Pair(plus(g.X, Y.length * (s2 * s2), X), plus(g.Y, X.length * (s1 * s1), Y));
  }

  static double[][] smoothedHessian(
      double[][] M, double[][] X, double[][] Y, double s1, double s2) {
    double[][] H = hessian(M, X, Y);
    for (int v = 0; v < H.length; v++) {
      H[v][v] += v < X.length * X[0].length ? Y.length * (s2 * s2) : X.length * (s1 * s1);
    }
    return H;
  }

  /** One perturbed update with the noise given. */
  static Pair step(
      double[][] M,
      double[][] X,
      double[][] Y,
      double etaX,
      double etaY,
      double[][] noiseX,
      double[][] noiseY) {
    Pair g = gradient(M, plus(X, 1, noiseX), plus(Y, 1, noiseY));
    return new Pair(plus(X, -etaX, g.X), plus(Y, -etaY, g.Y));
  }

  static double[][] gaussian(RandomGenerator random, int rows, int columns, double sigma) {
    double[][] noise = new double[rows][columns];
    for (double[] row : noise) {
      for (int j = 0; j < columns; j++) {
        row[j] = sigma * random.nextGaussian();
      }
    }
    return noise;
  }

  static Map<String, ?> sample(Request q) {
    RandomGenerator random = new SplittableRandom(q.seed);
    int r = q.X[0].length;
    List<double[][]> X = new ArrayList<>();
    List<double[][]> Y = new ArrayList<>();
    for (int n = 0; n < q.count; n++) {
      double[][] noiseX = gaussian(random, q.X.length, r, q.sigma1);
      double[][] noiseY = gaussian(random, q.Y.length, r, q.sigma2);
      Pair image = step(q.M, q.X, q.Y, q.etaX, q.etaY, noiseX, noiseY);
      X.add(image.X);
      Y.add(image.Y);
    }
    return Map.of("X", X, "Y", Y);
  }

  // -----------------------------------------------------------------------------------------------
  // THE CONVERSATION.
  // -----------------------------------------------------------------------------------------------

  static final ObjectMapper JSON = new ObjectMapper();

  /** A request; fields that its op does not have are null or 0. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Request(
      String op,
      double[][] M,
      double[][] X,
      double[][] Y,
      double[][] dX,
      double[][] dY,
      double sigma1,
      double sigma2,
      double etaX,
      double etaY,
      JsonNode noiseX, // a matrix, or one for each update of a run
      JsonNode noiseY,
      List<Integer> record,
      int count,
      long seed) {}

  static final Map<String, Function<Request, Map<String, ?>>> OPS =
      Map.of(
          "loss", q -> Map.of("loss", loss(q.M, q.X, q.Y)),
          "gradient", q -> named("gradX", "gradY", gradient(q.M, q.X, q.Y)),
          "hessian", q -> Map.of("hessian", hessian(q.M, q.X, q.Y)),
          "hvp", q -> named("hvpX", "hvpY", hvp(q.M, q.X, q.Y, q.dX, q.dY)),
          "smoothed_loss", q -> Map.of("loss", smoothedLoss(q.M, q.X, q.Y, q.sigma1, q.sigma2)),
          "smoothed_gradient",
              q -> named("gradX", "gradY", smoothedGradient(q.M, q.X, q.Y, q.sigma1, q.sigma2)),
          "smoothed_hessian",
              q -> Map.of("hessian", smoothedHessian(q.M, q.X, q.Y, q.sigma1, q.sigma2)),
          "step",
              q ->
                  named(
                      "X",
                      "Y",
                      step(q.M, q.X, q.Y, q.etaX, q.etaY, matrix(q.noiseX), matrix(q.noiseY))),
          "run", Candidate::run,
          "sample", Candidate::sample);

  static Map<String, ?> named(String first, String second, Pair pair) {
    return Map.of(first, pair.X, second, pair.Y);
  }

  static double[][] matrix(JsonNode rows) {
    return JSON.convertValue(rows, double[][].class);
  }

  static Map<String, ?> run(Request q) {
    Pair at = new Pair(q.X, q.Y);
    List<Map<String, ?>> states = new ArrayList<>();
    for (int t = 0; t <= q.noiseX.size(); t++) {
      if (q.record.contains(t)) {
        states.add(Map.of("t", t, "X", at.X, "Y", at.Y));
      }
      if (t < q.noiseX.size()) {
        double[][] noiseX = matrix(q.noiseX.get(t));
        double[][] noiseY = matrix(q.noiseY.get(t));
        at = step(q.M, at.X, at.Y, q.etaX, q.etaY, noiseX, noiseY);
      }
    }
    return Map.of("states", states);
  }

  static Map<String, ?> answer(Request q) {
    return switch (q.op) {
      case "hello" -> Map.of("name", "starter kit, Java", "language", "Java", "ops", OPS.keySet());
      case "bye" -> Map.of();
      default -> OPS.getOrDefault(q.op, none -> Map.of("unsupported", true)).apply(q);
    };
  }

  public static void main(String[] arguments) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      JsonNode request = JSON.readTree(line);
      Map<String, Object> reply = new LinkedHashMap<>();
      reply.put("id", request.get("id"));
      try {
        reply.putAll(answer(JSON.treeToValue(request, Request.class)));
      } catch (IOException | RuntimeException problem) {
        // told to the harness, which calls it a failed case
        reply.put("error", problem.toString());
      }
      System.out.println(JSON.writeValueAsString(reply));
      System.out.flush();
      if (request.get("op").asText().equals("bye")) {
        break;
      }
    }
  }
}
