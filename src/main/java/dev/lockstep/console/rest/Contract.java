package dev.lockstep.console.rest;

import dev.lockstep.console.access.Gate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract of the REST interface, as it is served and as the router can read it. */
public final class Contract {
  public static final String FILE = "openapi.yaml";

  private static final String PROBLEM = "application/problem+json";

  private Contract() {}

  /**
   * @param resources where the files of the jar are unpacked
   */
  public static String file(Path resources) {
    return resources.resolve(FILE).toString();
  }

  public static Future<OpenAPIContract> load(Vertx vertx, Path resources) {
    return vertx
        .fileSystem()
        .readFile(file(resources))
        .map(text -> new Yaml(new SafeConstructor(new LoaderOptions())).load(text.toString()))
        .compose(yaml -> OpenAPIContract.from(vertx, (JsonObject) routable(yaml)));
  }

  /**
   * The router's library knows a fixed list of media types and refuses a contract with another one.
   * What it does know describes the bodies just as well. Security is looked after by {@link Gate},
   * before anything gets to the router.
   */
  private static Object routable(Object yaml) {
    return switch (yaml) {
      case Map<?, ?> map -> {
        var object = new JsonObject();
        map.forEach(
            (key, value) -> {
              if (!key.equals("security")) {
                object.put(
                    key.equals(PROBLEM) ? "application/json" : (String) key, routable(value));
              }
            });
        yield object;
      }
      case List<?> list -> {
        var array = new JsonArray();
        list.forEach(value -> array.add(routable(value)));
        yield array;
      }
      case null -> null;
      default -> yaml;
    };
  }
}
