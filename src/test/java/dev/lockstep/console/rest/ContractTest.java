package dev.lockstep.console.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What a contract needs, beyond being valid, so that generators make clients of it that compile and
 * work. {@code GeneratedClientsIT} tries some of them.
 */
@DisplayName("The contract, as generators read it,")
class ContractTest {
  /** Names of classes that generators take from the language instead, in Java or another one. */
  private static final Set<String> RESERVED =
      Set.of(
          "Any",
          "Array",
          "BigDecimal",
          "Boolean",
          "Byte",
          "Character",
          "Class",
          "Configuration",
          "Date",
          "DateTime",
          "Decimal",
          "Double",
          "Error",
          "Exception",
          "File",
          "Float",
          "Integer",
          "List",
          "LocalDate",
          "LocalDateTime",
          "LocalTime",
          "Long",
          "Map",
          "Model",
          "Number",
          "Object",
          "OffsetDateTime",
          "Record",
          "Request",
          "Response",
          "Result",
          "Set",
          "Short",
          "String",
          "Time",
          "Timestamp",
          "Type",
          "URI",
          "UUID",
          "Void");

  private Map<?, ?> contract;

  @BeforeEach
  void load() throws IOException {
    var options = new LoaderOptions();
    // Parsers of generators refuse more than fifty.
    options.setMaxAliasesForCollections(0);
    try (var file = Operation.class.getResourceAsStream("/" + Operation.CONTRACT)) {
      contract = new Yaml(new SafeConstructor(options)).load(file);
    }
  }

  private Map<?, ?> schemas() {
    return at(contract, "components", "schemas");
  }

  private static Map<?, ?> at(Map<?, ?> map, String... path) {
    for (var key : path) {
      map = (Map<?, ?>) map.get(key);
    }
    return map;
  }

  /** Calls back for each object in the tree, with where it is. */
  private static void walk(String place, Object node, BiConsumer<String, Map<?, ?>> visit) {
    if (node instanceof Map<?, ?> map) {
      visit.accept(place, map);
      map.forEach((key, value) -> walk(place + "/" + key, value, visit));
    } else if (node instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        walk(place + "/" + i, list.get(i), visit);
      }
    }
  }

  @Test
  void names_every_object_and_every_enumeration() {
    List<String> nameless = new ArrayList<>();
    walk(
        "",
        contract,
        (place, node) -> {
          boolean isNamed = place.matches("/components/schemas/[A-Za-z]+");
          boolean wantsName = "object".equals(node.get("type")) || node.containsKey("enum");
          if (wantsName && !isNamed) {
            nameless.add(place);
          }
        });
    assertEquals(List.of(), nameless);
  }

  @Test
  void has_the_operations_that_are_routed() {
    List<String> described = new ArrayList<>();
    at(contract, "paths")
        .forEach(
            (path, methods) ->
                ((Map<?, ?>) methods)
                    .forEach((method, operation) -> described.add(text(path, method, operation))));
    assertEquals(
        Stream.of(Operation.values())
            .map(o -> o.method() + " " + o.path() + " " + o.query())
            .sorted()
            .toList(),
        described.stream().filter(text -> text.contains(" /api/")).sorted().toList());
  }

  private String text(Object path, Object method, Object operation) {
    var parameters = (List<?>) ((Map<?, ?>) operation).get("parameters");
    var query =
        (parameters == null ? List.of() : parameters)
            .stream()
                .map(parameter -> (Map<?, ?>) parameter)
                .filter(parameter -> "query".equals(parameter.get("in")))
                .map(parameter -> parameter.get("name"))
                .toList();
    return method.toString().toUpperCase(Locale.ROOT) + " " + path + " " + query;
  }

  /** A generated client tries the forms of a union on an answer, and more than one may do. */
  @Test
  void has_no_union_but_that_of_something_and_null() {
    List<String> unions = new ArrayList<>();
    walk(
        "",
        contract,
        (place, node) -> {
          boolean isOrNull =
              node.get("oneOf") instanceof List<?> forms
                  && forms.size() == 2
                  && forms.getFirst().equals(Map.of("type", "null"));
          boolean isUnion = node.containsKey("oneOf") && !isOrNull;
          if (isUnion || node.containsKey("anyOf") || node.containsKey("allOf")) {
            unions.add(place);
          }
        });
    assertEquals(List.of(), unions);
  }

  @Test
  void uses_no_name_that_generators_reserve() {
    assertFalse(schemas().isEmpty());
    for (var name : schemas().keySet()) {
      assertFalse(RESERVED.contains(name), name + " is reserved");
      assertTrue(((String) name).matches("[A-Z][A-Za-z]+"), name + " is no name of a class");
    }
  }

  @Test
  void declares_every_property_that_it_requires() {
    schemas()
        .forEach(
            (name, schema) -> {
              var properties = at((Map<?, ?>) schema, "properties");
              if (((Map<?, ?>) schema).get("required") instanceof List<?> required) {
                assertTrue(properties.keySet().containsAll(required), name + ": " + required);
              }
            });
  }

  @Test
  void says_of_every_whole_number_how_long_it_can_be() {
    List<String> vague = new ArrayList<>();
    walk(
        "",
        contract,
        (place, node) -> {
          if ("integer".equals(node.get("type")) && !node.containsKey("format")) {
            vague.add(place);
          }
        });
    assertEquals(List.of(), vague);
  }

  @Test
  void describes_every_parameter_and_every_tag() {
    List<String> silent = new ArrayList<>();
    walk(
        "",
        contract,
        (place, node) -> {
          boolean isParameter = node.containsKey("in") && node.containsKey("schema");
          boolean isTag = place.startsWith("/tags/");
          if ((isParameter || isTag) && !node.containsKey("description")) {
            silent.add(place);
          }
        });
    assertEquals(List.of(), silent);
  }
}
