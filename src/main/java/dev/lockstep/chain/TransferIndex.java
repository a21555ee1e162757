package dev.lockstep.chain;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The location of every transfer of the chain, by id. A ledger of ten million transfers must fit in
 * memory, so it has 24 bytes for each transfer, one after the other in the order of the chain, and
 * an open-addressing hash table of four bytes a slot that says which of them has an id.
 */
final class TransferIndex {
  private static final int WIDTH = 3;

  /** Entries of a piece. No piece is so large that the collector treats it on its own. */
  private static final int PIECE_BITS = 14;

  private static final int PIECE = 1 << PIECE_BITS;

  /** Slots to begin with. */
  private static final int SLOTS_MIN = 1024;

  private static final int SLOTS_MAX = 1 << 30;

  /**
   * Entries that move into a larger table for each that is added: done long before the next one.
   */
  private static final int MOVES = 4;

  /** Entries: most and least significant half of the id, and fingerprint. */
  private long[][] pieces = new long[16][];

  private int size;

  /**
   * For each slot 0, or the number of an entry plus 1, in as many bits as the capacity has, and
   * above them some bits of the hash: an entry with another id is seldom looked at.
   */
  private Slots slots = new Slots(SLOTS_MIN);

  /**
   * The table before, half as large, until all of its entries are in the new one. To move millions
   * of them at once would stop whoever adds one for a quarter of a second.
   */
  private Slots older;

  /**
   * How many entries the table before has, the first ones; those added later are in the new one.
   */
  private int olderSize;

  /** How many of these are in the new table too. */
  private int moved;

  /** The next table, twice as large, while its slots are made; otherwise null. */
  private Slots next;

  /** How many may be added before entries move again. */
  private int reserved;

  /** How many transfers are on blocks below a height, by height. */
  private int[] before = new int[SLOTS_MIN];

  private int heights;

  /** Nobody reads it: without it, Java would leave out what {@link #load} does. */
  @SuppressWarnings("unused")
  private int loaded;

  TransferIndex() {
    slots.make(SLOTS_MIN);
  }

  /** The number of an id's entry, below zero when it is not there; valid until the next change. */
  int find(UUID id) {
    long most = id.getMostSignificantBits();
    long least = id.getLeastSignificantBits();
    // Of an empty slot, that is the number below zero.
    int entry = entryAt(slots, slotOf(slots, most, least));
    return entry < 0 && older != null ? entryAt(older, slotOf(older, most, least)) : entry;
  }

  Location location(int entry) {
    int at = Arrays.binarySearch(before, 0, heights, entry);
    if (at < 0) {
      return location(-at - 2, entry);
    }
    // Blocks without transfers begin at the same entry as the block behind them.
    while (at + 1 < heights && before[at + 1] == entry) {
      at++;
    }
    return location(at, entry);
  }

  private Location location(int height, int entry) {
    return new Location(height, entry - before[height]);
  }

  long fingerprint(int entry) {
    return word(entry, 2);
  }

  /**
   * Loads the slots of these ids into the processor's cache, many at a time. A large table is in
   * none, and whoever looks for one id after the other waits for each slot.
   */
  void load(List<Transfer> transfers) {
    load(slots, transfers);
    if (older != null) {
      load(older, transfers);
    }
  }

  private void load(Slots table, List<Transfer> transfers) {
    int all = 0;
    for (var transfer : transfers) {
      var id = transfer.id();
      long hash = hash(id.getMostSignificantBits(), id.getLeastSignificantBits());
      all ^= table.get(table.first(hash));
    }
    loaded = all;
  }

  /** Makes room for more entries, so that adding them moves none of those that are there. */
  void reserve(int more) {
    move((long) MOVES * more);
    while ((long) size + more > limit()) {
      grow();
    }
    prepare(more);
    reserved = more;
  }

  /** Adds an id that is not there yet, behind all others on the chain. */
  void add(UUID id, long fingerprint, long height, int position) {
    if (reserved == 0) {
      reserve(1);
    }
    reserved--;
    begin(Math.toIntExact(height), size - position);
    put(id.getMostSignificantBits(), id.getLeastSignificantBits(), fingerprint);
  }

  /** Blocks up to this one begin here, as far as they have not begun. */
  private void begin(int height, int first) {
    if (height >= before.length) {
      before = Arrays.copyOf(before, Math.max(height + 1, before.length / 2 * 3));
    }
    while (heights <= height) {
      before[heights++] = first;
    }
    before[height] = first;
  }

  private void put(long most, long least, long fingerprint) {
    int piece = size >>> PIECE_BITS;
    if (piece == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * piece);
    }
    if (pieces[piece] == null) {
      pieces[piece] = new long[PIECE * WIDTH];
    }
    int at = (size & PIECE - 1) * WIDTH;
    pieces[piece][at] = most;
    pieces[piece][at + 1] = least;
    pieces[piece][at + 2] = fingerprint;
    slots.set(slotOf(slots, most, least), slot(size, hash(most, least)));
    size++;
  }

  /**
   * Removes the id that was added last, for which room was made before. Only in this order may a
   * slot be emptied: an entry that was added or moved later may have been placed behind this slot
   * because it was taken, and a search for it would end at the empty slot.
   */
  void removeLast(UUID id) {
    slots.set(slotOf(slots, id.getMostSignificantBits(), id.getLeastSignificantBits()), 0);
    size--;
  }

  /** The slot of an id, or the empty one where it belongs. */
  private int slotOf(Slots table, long most, long least) {
    long hash = hash(most, least);
    int mask = numberMask(table);
    int slot = table.first(hash);
    for (int found = table.get(slot); found != 0; found = table.get(slot)) {
      boolean isTagged = ((found ^ (int) hash) & ~mask) == 0;
      if (isTagged && isAt((found & mask) - 1, most, least)) {
        return slot;
      }
      slot = table.next(slot);
    }
    return slot;
  }

  /** Time-ordered ids differ in few bits: a multiplicative mix spreads them. */
  private static long hash(long most, long least) {
    long mixed = (most ^ Long.rotateLeft(least, 32)) * 0x9E3779B97F4A7C15L;
    return mixed ^ mixed >>> Integer.SIZE;
  }

  private int slot(int entry, long hash) {
    return entry + 1 | (int) hash & ~numberMask(slots);
  }

  /** An entry's number plus 1 is at most four fifths of the number of slots, a power of two. */
  private static int numberMask(Slots table) {
    return table.count() - 1;
  }

  private static int entryAt(Slots table, int slot) {
    return (table.get(slot) & numberMask(table)) - 1;
  }

  private boolean isAt(int entry, long most, long least) {
    var piece = pieces[entry >>> PIECE_BITS];
    int at = (entry & PIECE - 1) * WIDTH;
    return piece[at] == most && piece[at + 1] == least;
  }

  private long word(int entry, int word) {
    return pieces[entry >>> PIECE_BITS][(entry & PIECE - 1) * WIDTH + word];
  }

  /** How many entries the table may have. */
  private int limit() {
    return (int) (slots.count() * 4L / 5);
  }

  /** Makes some of the slots of the next table, so that all of them are there when it is needed. */
  private void prepare(int more) {
    int limit = limit();
    int begin = limit / 4 * 3;
    if (size + more <= begin || slots.count() == SLOTS_MAX) {
      return;
    }
    next = larger();
    next.make((int) ((long) next.count() * (size + more - begin) / (limit - begin)));
  }

  private void grow() {
    // What room was made for at once may be more than the next table has.
    move(Long.MAX_VALUE);
    next = larger();
    next.make(next.count());
    older = slots;
    olderSize = size;
    moved = 0;
    slots = next;
    next = null;
  }

  private Slots larger() {
    return next == null ? new Slots(Math.multiplyExact(slots.count(), 2)) : next;
  }

  /** Moves entries of the table before into the new one. */
  private void move(long most) {
    if (older == null) {
      return;
    }
    int end = (int) Math.min(olderSize, moved + Math.min(most, olderSize));
    for (; moved < end; moved++) {
      long hash = hash(word(moved, 0), word(moved, 1));
      int slot = slots.first(hash);
      while (slots.get(slot) != 0) {
        slot = slots.next(slot);
      }
      slots.set(slot, slot(moved, hash));
    }
    if (moved == olderSize) {
      older = null;
    }
  }
}
