// SPDX-License-Identifier: Apache-2.0
package org.noisygd.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.noisygd.number.Require;
import org.noisygd.study.sweep.CellEngine;

/** Finds Spark for {@code --engine spark}. */
public final class SparkProvider implements CellEngine.Provider {
  private static final String LOCAL = "local[*]";
  private static final Pattern STANDALONE = Pattern.compile("spark://([^:/]+):([0-9]{1,5})");
  private static final int PATIENCE_MILLIS = 5_000;

  /** For the service loader. */
  public SparkProvider() {}

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public CellEngine open(String master, List<String> settings) {
    // What spark-submit was given stands already.
    SparkConf conf = new SparkConf().setAppName("noisygd sweep");
    if (!master.isEmpty()) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", LOCAL);
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.set("spark.ui.showConsoleProgress", "false");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      Require.that(
          equals > 0 && setting.startsWith("spark."), "--conf", "be spark.KEY=VALUE", setting);
      conf.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    String used = conf.get("spark.master");
    String[] own = JavaSparkContext.jarOfClass(SparkEngine.class);
    if (!used.startsWith("local") && own.length > 0) {
      conf.setIfMissing("spark.jars", own[0]);
    }
    requireAnswer(used);
    try {
      return new SparkEngine(new JavaSparkContext(conf), used);
    } catch (IllegalArgumentException e) {
      throw refused(used, e);
    } catch (RuntimeException e) {
      // Scala throws checked exceptions unannounced.
      throw e;
    } catch (Exception e) {
      if (e instanceof SparkException) {
        throw refused(used, e);
      }
      throw new IllegalStateException(e);
    }
  }

  private static IllegalArgumentException refused(String master, Exception e) {
    String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason");
    return new IllegalArgumentException(
        "--master, --conf must be what Spark takes, got " + master + ": " + why, e);
  }

  /** Spark itself would try for a minute. */
  private static void requireAnswer(String master) {
    Matcher standalone = STANDALONE.matcher(master);
    if (!standalone.matches()) {
      return;
    }
    try (Socket socket = new Socket()) {
      int port = Integer.parseInt(standalone.group(2));
      socket.connect(new InetSocketAddress(standalone.group(1), port), PATIENCE_MILLIS);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--master must be a Spark master that answers, got " + master, e);
    }
  }
}
