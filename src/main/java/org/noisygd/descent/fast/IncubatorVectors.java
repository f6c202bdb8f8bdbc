// SPDX-License-Identifier: Apache-2.0
package org.noisygd.descent.fast;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/**
 * Access to the module {@code jdk.incubator.vector} and to the kernels that need it. The kernels
 * are compiled separately and loaded by name, so everything here runs without the module.
 */
public final class IncubatorVectors {
  private static final String MODULE = "jdk.incubator.vector";

  private IncubatorVectors() {}

  /** Returns true if the module is present, by {@code --add-modules jdk.incubator.vector}. */
  public static boolean present() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /**
   * A new object of the public class with this simple name in the package of {@code type}, made by
   * its constructor without arguments, or empty if the module is missing.
   *
   * @throws IllegalStateException if the module is there and the class is not as described
   */
  public static <K> Optional<K> kernel(String simpleName, Class<K> type) {
    Optional<Module> vectors = ModuleLayer.boot().findModule(MODULE);
    if (vectors.isEmpty()) {
      return Optional.empty();
    }
    // A named module, such as the library, does not read the incubator's module without this call.
    IncubatorVectors.class.getModule().addReads(vectors.get());
    String name = type.getPackageName() + "." + simpleName;
    try {
      return Optional.of(type.cast(Class.forName(name).getDeclaredConstructor().newInstance()));
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException("vector kernel must be " + name + ", got " + e, e);
    }
  }
}
