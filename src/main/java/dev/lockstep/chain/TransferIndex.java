package dev.lockstep.chain;

import java.util.UUID;

/**
 * The location of every transfer of the chain, by id. An open-addressing hash table with four
 * numbers for each transfer, because a ledger of ten million transfers must fit in memory.
 */
final class TransferIndex {
  private static final int WIDTH = 4;
  private static final int POSITION_BITS = 13;
  private static final long EMPTY = -1;

  // most and least significant half of the id, fingerprint, height and position
  private long[] slots;
  private int capacity;
  private int size;

  TransferIndex() {
    clear(1024);
  }

  /**
   * The slot of an id in the table, below zero when it is not there; valid until the next change.
   */
  int find(UUID id) {
    int slot = slotOf(id.getMostSignificantBits(), id.getLeastSignificantBits());
    return isEmpty(slot) ? -1 : slot;
  }

  Location location(int slot) {
    long where = slots[slot * WIDTH + 3];
    return new Location(where >>> POSITION_BITS, (int) (where & ((1 << POSITION_BITS) - 1)));
  }

  long fingerprint(int slot) {
    return slots[slot * WIDTH + 2];
  }

  /** Makes room for more entries, so that adding them moves none of those that are there. */
  void reserve(int more) {
    while ((long) (size + more) * 3 > (long) capacity * 2) {
      grow();
    }
  }

  /** Adds an id that is not there yet. */
  void add(UUID id, long fingerprint, long height, int position) {
    reserve(1);
    int slot = slotOf(id.getMostSignificantBits(), id.getLeastSignificantBits());
    put(
        slot,
        id.getMostSignificantBits(),
        id.getLeastSignificantBits(),
        fingerprint,
        height << POSITION_BITS | position);
    size++;
  }

  /**
   * Removes the id that was added last; the table must not have grown since. Only in this order may
   * a slot be emptied: an entry that was added later may have been placed behind this slot because
   * it was taken, and a search for it would end at the empty slot.
   */
  void removeLast(UUID id) {
    slots[find(id) * WIDTH + 3] = EMPTY;
    size--;
  }

  private int slotOf(long most, long least) {
    // Time-ordered ids differ in few bits: a multiplicative mix spreads them.
    long mixed = (most ^ Long.rotateLeft(least, 32)) * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 33) & (capacity - 1);
    while (!isEmpty(slot) && (slots[slot * WIDTH] != most || slots[slot * WIDTH + 1] != least)) {
      slot = (slot + 1) & (capacity - 1);
    }
    return slot;
  }

  private boolean isEmpty(int slot) {
    return slots[slot * WIDTH + 3] == EMPTY;
  }

  private void put(int slot, long most, long least, long fingerprint, long where) {
    slots[slot * WIDTH] = most;
    slots[slot * WIDTH + 1] = least;
    slots[slot * WIDTH + 2] = fingerprint;
    slots[slot * WIDTH + 3] = where;
  }

  private void grow() {
    var old = slots;
    clear(Math.multiplyExact(capacity, 2));
    for (int i = 0; i < old.length; i += WIDTH) {
      if (old[i + 3] != EMPTY) {
        put(slotOf(old[i], old[i + 1]), old[i], old[i + 1], old[i + 2], old[i + 3]);
      }
    }
  }

  private void clear(int newCapacity) {
    capacity = newCapacity;
    slots = new long[Math.multiplyExact(newCapacity, WIDTH)];
    for (int i = 3; i < slots.length; i += WIDTH) {
      slots[i] = EMPTY;
    }
  }
}
