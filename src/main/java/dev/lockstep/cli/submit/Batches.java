package dev.lockstep.cli.submit;

import dev.lockstep.chain.Genesis;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Cuts a file into requests: neighbouring lines whose senders have the same owner. */
final class Batches implements Closeable {
  private final TripletReader reader;
  private final Genesis genesis;
  private final RunIds ids;
  private final int sizeMax;
  private final Predicate<String> owners;
  private final Consumer<Item> ownerless;
  private final Queue<Placed> ofLine = new ArrayDeque<>();
  private Item ahead;

  /**
   * @param owner whose node the transfers are for
   */
  record Batch(String owner, List<Item> items) {}

  /**
   * @param owners the owners whose lines are sent; other lines are skipped
   * @param ownerless takes the transfers out of accounts that do not exist
   */
  Batches(
      Path file,
      Genesis genesis,
      RunIds ids,
      int sizeMax,
      Predicate<String> owners,
      Consumer<Item> ownerless)
      throws IOException {
    this.reader = new TripletReader(file);
    this.genesis = genesis;
    this.ids = ids;
    this.sizeMax = sizeMax;
    this.owners = owners;
    this.ownerless = ownerless;
  }

  Optional<Batch> next() throws IOException {
    var first = ahead != null ? ahead : nextItem();
    ahead = null;
    if (first == null) {
      return Optional.empty();
    }
    var owner = genesis.ownerOf(first.triplet().from());
    List<Item> items = new ArrayList<>();
    items.add(first);
    while (items.size() < sizeMax) {
      var item = nextItem();
      if (item == null) {
        break;
      }
      if (!genesis.ownerOf(item.triplet().from()).equals(owner)) {
        ahead = item;
        break;
      }
      items.add(item);
    }
    return Optional.of(new Batch(owner, items));
  }

  private Item nextItem() throws IOException {
    for (var next = nextPlaced(); next.isPresent(); next = nextPlaced()) {
      var placed = next.get();
      var from = placed.triplet().from();
      if (!genesis.hasAccount(from)) {
        ownerless.accept(new Item(placed, ids.next(placed.triplet())));
      } else if (owners.test(genesis.ownerOf(from))) {
        // Equal transfers have the same owner: each stream counts all of those that it takes.
        return new Item(placed, ids.next(placed.triplet()));
      }
    }
    return null;
  }

  private Optional<Placed> nextPlaced() throws IOException {
    while (ofLine.isEmpty()) {
      var line = reader.next();
      if (line.isEmpty()) {
        return Optional.empty();
      }
      ofLine.addAll(line.get().placed());
    }
    return Optional.of(ofLine.remove());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
