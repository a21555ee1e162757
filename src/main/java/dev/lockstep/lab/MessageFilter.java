package dev.lockstep.lab;

import java.util.Optional;

/** Some of the messages in flight: each part that is there must fit. */
public record MessageFilter(Optional<String> type, Optional<String> from, Optional<String> to) {
  public static final MessageFilter ALL =
      new MessageFilter(Optional.empty(), Optional.empty(), Optional.empty());

  boolean fits(Flying message) {
    return type.map(message.type()::equals).orElse(true)
        && from.map(message.link().from()::equals).orElse(true)
        && to.map(message.link().to()::equals).orElse(true);
  }

  /** As a scenario writes it, with a space before each word. */
  @Override
  public String toString() {
    var words = new StringBuilder();
    type.ifPresent(name -> words.append(' ').append(name));
    if (from.isPresent() && to.isPresent()) {
      words.append(' ').append(new Link(from.get(), to.get()));
    } else {
      from.ifPresent(name -> words.append(" from ").append(name));
      to.ifPresent(name -> words.append(" to ").append(name));
    }
    return words.toString();
  }
}
