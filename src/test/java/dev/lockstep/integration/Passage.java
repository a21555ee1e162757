package dev.lockstep.integration;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The way of the bytes from one member to another one. While it is cut they wait, in silence. */
final class Passage {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private boolean cut;

  void cut() {
    set(true);
  }

  void heal() {
    set(false);
  }

  private void set(boolean isCut) {
    lock.lock();
    try {
      cut = isCut;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void awaitOpen() {
    lock.lock();
    try {
      while (cut) {
        opened.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
