package dev.lockstep.simulator;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Loads the protocols, the ledger and the simulator once more, with some classes replaced. All of
 * these, because classes that see each other's package-private parts must have one loader.
 */
final class PatchedLoader extends ClassLoader {
  private static final Pattern OWN =
      Pattern.compile("dev\\.lockstep\\.(chain|mutex|paxos|order|simulator)\\..*");

  private final Map<String, byte[]> replaced;

  PatchedLoader(Map<String, byte[]> replaced) {
    super(PatchedLoader.class.getClassLoader());
    this.replaced = replaced;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!OWN.matcher(name).matches()) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      var loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    var bytes = replaced.containsKey(name) ? replaced.get(name) : original(name);
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] original(String name) throws ClassNotFoundException {
    try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
