package dev.lockstep.console.delivery;

/** Where the texts for one client go. Used by the console's event loop only. */
public interface TextSink {
  void send(String text);

  boolean isClosed();

  /** The client does not take what is sent: nothing more should be. */
  boolean isFull();

  /** Called when there may be room again. */
  void listen(Runnable listener);

  /** Ends it after an error of the node, which is in the log. */
  void abort();
}
