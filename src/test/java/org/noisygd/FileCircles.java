// SPDX-License-Identifier: Apache-2.0
package org.noisygd;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Circles between files: groups of files each of which needs all others of its group, directly or
 * not. That a sealed type names its permitted subtypes does not count, since Java demands it.
 */
final class FileCircles {
  private FileCircles() {}

  /** The circles among these classes, each as the names of its files without the root package. */
  static Set<Set<String>> in(Iterable<JavaClass> classes, String root) {
    Map<String, Set<String>> needs = new TreeMap<>();
    for (JavaClass c : classes) {
      String from = file(c);
      needs.computeIfAbsent(from, f -> new TreeSet<>());
      c.getDirectDependenciesFromSelf().stream()
          .map(d -> d.getTargetClass().getBaseComponentType())
          .filter(to -> to.getPackageName().startsWith(root) && !permits(c, to))
          .map(FileCircles::file)
          .forEach(needs.get(from)::add);
    }
    Map<String, Set<String>> reached = new TreeMap<>();
    needs.keySet().forEach(file -> reached.put(file, reached(needs, file)));
    Set<Set<String>> circles = new HashSet<>();
    for (String file : needs.keySet()) {
      Set<String> circle = new TreeSet<>(reached.get(file));
      circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(file));
      if (circle.size() > 1) {
        Set<String> names = new TreeSet<>();
        circle.forEach(name -> names.add(name.substring(root.length() + 1)));
        circles.add(names);
      }
    }
    return circles;
  }

  private static Set<String> reached(Map<String, Set<String>> needs, String from) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(needs.get(from));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (reached.add(next)) {
        open.addAll(needs.getOrDefault(next, Set.of()));
      }
    }
    return reached;
  }

  private static boolean permits(JavaClass sealed, JavaClass subtype) {
    Class<?>[] permitted = sealed.reflect().getPermittedSubclasses();
    return permitted != null && Set.of(permitted).contains(subtype.reflect());
  }

  private static String file(JavaClass c) {
    String name = c.getName();
    int inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }
}
