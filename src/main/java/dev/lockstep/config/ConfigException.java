package dev.lockstep.config;

/** A mistake in the configuration. The message is one sentence: file, line, value and remedy. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  public ConfigException(String message) {
    super(message);
  }
}
