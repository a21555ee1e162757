package dev.lockstep.console.rest;

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

/** The contract of the REST interface, as a library reads it that can validate answers. */
public final class LoadedContract {
  private static final String PROBLEM = "application/problem+json";

  private LoadedContract() {}

  /**
   * @param resources where the files of the jar are unpacked
   */
  public static Future<OpenAPIContract> load(Vertx vertx, Path resources) {
    return vertx
        .fileSystem()
        .readFile(Operation.contract(resources))
        .map(text -> new Yaml(new SafeConstructor(new LoaderOptions())).load(text.toString()))
        .compose(yaml -> OpenAPIContract.from(vertx, (JsonObject) readable(yaml)));
  }

  /**
   * The library knows a fixed list of media types and refuses a contract with another one. What it
   * does know describes the bodies just as well.
   */
  private static Object readable(Object yaml) {
    return switch (yaml) {
      case Map<?, ?> map -> {
        var object = new JsonObject();
        map.forEach(
            (key, value) ->
                object.put(
                    key.equals(PROBLEM) ? "application/json" : (String) key, readable(value)));
        yield object;
      }
      case List<?> list -> {
        var array = new JsonArray();
        list.forEach(value -> array.add(readable(value)));
        yield array;
      }
      case null -> null;
      default -> yaml;
    };
  }
}
