package dev.lockstep.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The messages in flight, and the links over which nothing arrives. */
final class Wires {
  private final List<Flying> flight = new ArrayList<>();
  private final TreeSet<Link> cuts = new TreeSet<>();

  // --- messages ---------------------------------------------------------------------------------

  /** The oldest first. Nothing in it changes any more. */
  List<Flying> flight() {
    return List.copyOf(flight);
  }

  int size() {
    return flight.size();
  }

  void add(Flying message) {
    flight.add(message);
  }

  /** Just this one: a double of it is another object, and stays. */
  void remove(Flying message) {
    for (int i = 0; i < flight.size(); i++) {
      if (flight.get(i) == message) {
        flight.remove(i);
        return;
      }
    }
  }

  void removeAll(Predicate<Flying> which) {
    flight.removeIf(which);
  }

  Optional<Flying> find(MessageName name) {
    return name.in(flight);
  }

  /** The oldest of these. */
  Optional<Flying> first(Predicate<Flying> which) {
    return flight.stream().filter(which).findFirst();
  }

  // --- links ------------------------------------------------------------------------------------

  boolean isCut(Link link) {
    return cuts.contains(link);
  }

  /** Nothing in it changes any more. */
  SortedSet<Link> cuts() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(cuts));
  }

  void cut(List<Link> links) {
    cuts.addAll(links);
  }

  void heal(List<Link> links) {
    links.forEach(cuts::remove);
  }

  void healAll() {
    cuts.clear();
  }

  /** Cuts the links between the sides and no others. */
  void part(List<String> names, List<List<String>> sides) {
    cuts.clear();
    for (var from : names) {
      for (var to : names) {
        if (!sideOf(from, sides).equals(sideOf(to, sides))) {
          cuts.add(new Link(from, to));
        }
      }
    }
  }

  /** Members that no side names are together. */
  private static List<String> sideOf(String name, List<List<String>> sides) {
    return sides.stream().filter(side -> side.contains(name)).findFirst().orElse(List.of());
  }
}
