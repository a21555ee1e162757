package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ChainException;
import dev.lockstep.chain.Decision;
import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.Disk;
import dev.lockstep.mutex.Head;
import dev.lockstep.mutex.LamportMutex;
import dev.lockstep.mutex.MutexEffect;
import dev.lockstep.mutex.MutexInput;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.mutex.Peer;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Requests.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The ledger ordered by Lamport's mutual exclusion (design L1 to L15): whoever has transfers
 * waiting enters the critical section, puts them on one block, journals it, and sends it with the
 * release. A block is committed when it is on the disks of a majority.
 */
public final class LamportOrder implements Order {
  private final String self;
  private final Ledger ledger;
  private final Limits limits;
  private final boolean joinedBefore;
  private final Requests requests;
  private final Presences presences;
  private final CatchUp catchUp = new CatchUp();
  private final SpokenClock clock;
  private final Unsynced unsynced = new Unsynced();

  private final Pieces pieces = new Pieces();

  /** Whose blocks have become durable in this step. */
  private final Set<String> proposers = new TreeSet<>();

  private List<Effect> effects = new ArrayList<>();
  private LamportMutex mutex;
  private long committed;
  private long now;
  private long lastBeat;
  private long lastResend;
  private long renewing;
  private String lostReason = "";
  private String silencedReason = "";
  private MemberState announced;

  /**
   * A member at the start of a life.
   *
   * @param memory as read back from the disk; its ledger is this order's from now on
   * @param incarnation of this life, already on the disk
   * @param rejoin whether the member was told that its disk was lost
   */
  public LamportOrder(String self, Memory memory, long incarnation, boolean rejoin, Limits limits) {
    this.self = self;
    this.ledger = memory.ledger();
    this.limits = limits;
    this.joinedBefore = memory.joined() || ledger.height() > 0;
    this.requests = new Requests(effect -> effects.add(effect), () -> mutex.time());
    var members = ledger.genesis().members();
    this.presences = new Presences(members.stream().filter(m -> !m.equals(self)).toList());
    this.mutex =
        LamportMutex.start(
            self,
            members,
            incarnation,
            disk(rejoin),
            memory.met(),
            Math.max(memory.clock(), ledger.headTime()),
            head(),
            ledger.height());
    this.clock = new SpokenClock(memory.clock());
  }

  private Disk disk(boolean rejoin) {
    if (rejoin) {
      return Disk.LOST;
    }
    return joinedBefore ? Disk.KEPT : Disk.EMPTY;
  }

  @Override
  public List<Effect> step(Input input, long time) {
    now = time;
    effects = new ArrayList<>();
    if (silencedReason.isEmpty()) {
      try {
        accept(input);
        seekBlocks();
        clock.raise(mutex.time()).ifPresent(limit -> persist(new JournalRecord.Clock(limit)));
      } catch (ChainException fork) {
        // Until the node is down it says nothing more.
        silence("A block does not fit this chain: " + fork.getMessage());
        effects.add(new Effect.Halt(silencedReason));
      }
    } else if (input instanceof Input.Submit(var ticket, var transfers)) {
      turnAway(ticket, transfers);
    } else if (input instanceof Input.Find(var ticket, var id)) {
      find(ticket, id);
    }
    announceState();
    return effects;
  }

  private void accept(Input input) {
    switch (input) {
      case Input.Start() -> {
        presences.start(now);
        lastBeat = now;
        mutex(new MutexInput.Greet());
      }
      case Input.Submit(var ticket, var transfers) -> submit(ticket, transfers);
      case Input.Find(var ticket, var id) -> find(ticket, id);
      case Input.Received(var message) -> receive(message);
      case Input.Persisted(var upTo) -> persisted(upTo);
      case Input.WriteFailed(var reason) -> silence("The disk of " + self + " failed: " + reason);
      case Input.BlocksRead(var to, var blocks) -> sendBlocks(to, blocks);
      case Input.Tick() -> tick();
    }
  }

  // --- clients ----------------------------------------------------------------------------------

  private void submit(long ticket, List<Transfer> transfers) {
    requests.open(ticket, transfers.stream().map(Transfer::id).toList());
    boolean overloaded = requests.waitingCount() + transfers.size() > limits.waitingTransfers();
    for (int i = 0; i < transfers.size(); i++) {
      submit(new Place(ticket, i), transfers.get(i), overloaded);
    }
    claimIfNeeded();
  }

  private void submit(Place place, Transfer transfer, boolean overloaded) {
    var refusal = ledger.rules().refusal(transfer, self);
    if (refusal.isPresent()) {
      decide(place, transfer, new Decision.Refused(refusal.get()));
      return;
    }
    var known = ledger.known(transfer);
    if (known.isPresent()) {
      decide(place, transfer, known.get());
      return;
    }
    if (overloaded) {
      requests.settle(place, new Outcome.Overloaded(requests.waitingCount()));
      return;
    }
    requests.await(place, transfer, now + limits.transferTimeout());
  }

  private void decide(Place place, Transfer transfer, Decision decision) {
    switch (decision) {
      case Decision.Accepted(var location) -> settleOnChain(place, location, false);
      case Decision.Exists(var location) ->
          settleKnown(
              place,
              location,
              Doubt.overload(withoutBlock(location.height()), requests.askedAgainCount()));
      case Decision.Refused(var refusal) -> {
        note(new Event.Refused(mutex.time(), transfer.id(), refusal));
        requests.settle(place, new Outcome.Refused(refusal));
      }
    }
  }

  /**
   * Answers who asks for what is on the chain already, now or when it is committed.
   *
   * @param crowded when too many wait for that
   */
  private void settleKnown(Place place, Location location, Outcome crowded) {
    if (location.height() > committed && requests.askedAgainCount() >= limits.waitingTransfers()) {
      requests.settle(place, crowded);
    } else {
      settleOnChain(place, location, true);
    }
  }

  private void settleOnChain(Place place, Location location, boolean existed) {
    if (location.height() <= committed) {
      var hash = ledger.hashAt(location.height());
      requests.settle(place, new Outcome.Committed(location, hash, existed));
    } else {
      requests.await(
          place,
          location.height(),
          () -> new Outcome.Committed(location, ledger.hashAt(location.height()), existed),
          existed,
          now + limits.transferTimeout());
    }
  }

  private void find(long ticket, UUID id) {
    requests.open(ticket, List.of(id));
    var place = new Place(ticket, 0);
    ledger
        .find(id)
        .ifPresentOrElse(
            location -> {
              if (silencedReason.isEmpty() || location.height() <= committed) {
                settleKnown(place, location, new Outcome.Overloaded(requests.askedAgainCount()));
              } else {
                requests.settle(place, doubt(location.height()));
              }
            },
            () -> requests.settle(place, new Outcome.NotFound()));
  }

  private void turnAway(long ticket, List<Transfer> transfers) {
    requests.open(ticket, transfers.stream().map(Transfer::id).toList());
    for (int i = 0; i < transfers.size(); i++) {
      requests.settle(
          new Place(ticket, i), unserved(transfers.get(i), List.of(self), silencedReason));
    }
  }

  /**
   * What is said of a transfer that has had no turn: definitely not executed, unless another
   * request for the same one was served.
   */
  private Outcome unserved(Transfer transfer, List<String> waitingFor, String reason) {
    var known = ledger.known(transfer);
    if (known.isEmpty()) {
      return new Outcome.Unavailable(waitingFor, reason);
    }
    return switch (known.get()) {
      case Decision.Accepted(var location) -> onChain(location);
      case Decision.Exists(var location) -> onChain(location);
      case Decision.Refused(var refusal) -> new Outcome.Refused(refusal);
    };
  }

  private Outcome onChain(Location location) {
    return location.height() <= committed
        ? new Outcome.Committed(location, ledger.hashAt(location.height()), true)
        : doubt(location.height());
  }

  /** Why nobody can say yet what becomes of the transfers of a block above the committed one. */
  private Outcome doubt(long height) {
    if (!silencedReason.isEmpty()) {
      return Doubt.failStopped(self, silencedReason);
    }
    return height > mutex.durable()
        ? Doubt.notSynced(self)
        : Doubt.onNoMajority(height, self, withoutBlock(height));
  }

  /** The members that have not reported a block of this height as durable. */
  private List<String> withoutBlock(long height) {
    return mutex.peers().entrySet().stream()
        .filter(peer -> peer.getValue().durable() < height)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void claimIfNeeded() {
    if (requests.isAnyWaiting()
        && mutex.participating()
        && mutex.claim().isEmpty()
        && clockAllowsClaim()) {
      mutex(new MutexInput.Acquire());
      mutex.claim().ifPresent(c -> note(new Event.Claimed(mutex.time(), c)));
    }
  }

  /** A member that is alone enters with its claim at once, without a message that would wait. */
  private boolean clockAllowsClaim() {
    return clock.covers(mutex.time() + 1);
  }

  // --- the critical section ---------------------------------------------------------------------

  private void mutex(MutexInput input) {
    mutex(input, Optional.empty());
  }

  /**
   * @param block what the messages of this step carry, if they are releases
   */
  private void mutex(MutexInput input, Optional<Block> block) {
    var step = mutex.step(input);
    mutex = step.next();
    for (var effect : step.effects()) {
      switch (effect) {
        case MutexEffect.Send(var to, var message) ->
            send(to, new PeerMessage.Turn(message, block));
        case MutexEffect.Enter(var claim) -> enter(claim);
        case MutexEffect.Join() -> join();
        case MutexEffect.Lost(var reason) -> lostReason = reason;
        case MutexEffect.Renew(var incarnation) -> renew(incarnation);
        case MutexEffect.Met(var member, var incarnation) ->
            persist(new JournalRecord.Met(member, incarnation));
        case MutexEffect.Dropped(var message, var reason) ->
            note(
                new Event.Dropped(
                    mutex.time(),
                    message.state().from(),
                    new PeerMessage.Turn(message, Optional.empty()).type(),
                    reason));
      }
    }
  }

  private void join() {
    if (joinedBefore) {
      joined();
    } else {
      persist(new JournalRecord.Joined());
    }
  }

  private void joined() {
    mutex(new MutexInput.Joined());
    claimIfNeeded();
  }

  private void renew(long incarnation) {
    if (renewing == 0) {
      renewing = incarnation;
      persist(new JournalRecord.Incarnation(incarnation));
    }
  }

  /** Decides everything that waits, in order, against the balances: one block for all of it. */
  private void enter(Timestamp claim) {
    note(new Event.Entered(mutex.time(), claim));
    var draft = ledger.draft();
    while (draft.size() < limits.blockTransfers() && requests.isAnyWaiting()) {
      var turn = requests.next();
      decide(turn.place(), turn.transfer(), draft.offer(turn.transfer(), self));
    }
    if (draft.size() == 0) {
      leave(claim, Optional.empty());
    } else {
      persist(new JournalRecord.Appended(draft.seal(claim.time(), self).block()));
    }
  }

  private void leave(Timestamp claim, Optional<Block> block) {
    boolean again = requests.isAnyWaiting() && clockAllowsClaim();
    // A member that is alone enters again within the step.
    note(new Event.Left(mutex.time(), claim));
    mutex(new MutexInput.Leave(again), block);
    if (again) {
      mutex.claim().ifPresent(next -> note(new Event.Claimed(mutex.time(), next)));
    }
  }

  // --- the disk ---------------------------------------------------------------------------------

  private void persist(JournalRecord entry) {
    effects.add(unsynced.add(entry, () -> durable(entry)));
  }

  private void persisted(long upTo) {
    proposers.clear();
    unsynced.durable(upTo);
    proposers.remove(self);
    proposers.forEach(proposer -> mutex(new MutexInput.Report(proposer)));
    commit();
  }

  private void durable(JournalRecord entry) {
    switch (entry) {
      case JournalRecord.Appended(var block) -> {
        synced(block);
        proposers.add(block.proposer());
      }
      case JournalRecord.Incarnation(var number) -> mutex(new MutexInput.Renewed(number));
      case JournalRecord.Joined() -> joined();
      case JournalRecord.Clock(var limit) -> {
        clock.raised(limit).forEach(this::sendNow);
        claimIfNeeded();
      }
      case JournalRecord.Origin _,
          JournalRecord.Met _,
          JournalRecord.Promised _,
          JournalRecord.Accepted _,
          JournalRecord.Executed _,
          JournalRecord.Generation _,
          JournalRecord.Fence _ -> {}
    }
  }

  private void synced(Block block) {
    effects.add(new Effect.Stored(block));
    mutex(new MutexInput.Synced(block.height()));
    if (block.proposer().equals(self) && mutex.inside()) {
      noteAppended(block);
      mutex(new MutexInput.Grown(head()));
      leave(mutex.claim().orElseThrow(), Optional.of(block));
    }
  }

  /** Finds the highest block that a majority has on its disks, and answers whom it concerns. */
  private void commit() {
    var durable = new long[mutex.peers().size() + 1];
    int next = 0;
    for (var peer : mutex.peers().values()) {
      durable[next++] = peer.durable();
    }
    durable[next] = mutex.durable();
    Arrays.sort(durable);
    // Of N values in rising order, the one before N/2 is reached by a majority. A proposer sends no
    // block that is not on its own disk, so it is always one of them.
    long reached = Math.min(durable[(durable.length - 1) / 2], ledger.height());
    if (reached > committed) {
      committed = reached;
      note(new Event.Committed(mutex.time(), committed));
      requests.reached(committed);
    }
  }

  private void silence(String reason) {
    silencedReason = reason;
    requests.expire(
        Long.MAX_VALUE,
        waiting -> unserved(waiting.transfer(), List.of(self), silencedReason),
        this::doubt);
  }

  // --- other members ----------------------------------------------------------------------------

  private void receive(PeerMessage message) {
    if (!mutex.peers().containsKey(message.from())) {
      return;
    }
    if (presences.heard(message.from(), now)) {
      note(new Event.PeerFound(mutex.time(), message.from()));
    }
    note(new Event.Received(mutex.time(), message.from(), message.type(), message.time()));
    switch (message) {
      case PeerMessage.Turn(var turn, var block) -> onTurn(turn, block);
      case PeerMessage.Consensus _ -> {
        // The other protocol's: no ledger has both.
      }
      case PeerMessage.Fetch fetch -> {
        if (isCurrent(fetch.from(), fetch.incarnation(), fetch.receiverIncarnation())) {
          pieces.asked(fetch).ifPresent(effects::add);
        }
      }
      case PeerMessage.Blocks piece -> {
        if (isCurrent(piece.from(), piece.incarnation(), piece.receiverIncarnation())) {
          catchUp.arrived(piece.from());
          piece.blocks().forEach(block -> append(piece.from(), block));
          note(new Event.CatchingUp(mutex.time(), ledger.height(), target()));
        }
      }
    }
  }

  private void onTurn(MutexMessage turn, Optional<Block> block) {
    var state = turn.state();
    var peer = mutex.peers().get(state.from());
    boolean believable =
        isCurrent(state.from(), state.incarnation(), state.receiverIncarnation())
            || state.incarnation() > peer.incarnation()
                && state.receiverIncarnation() == mutex.incarnation();
    presences.forgetful(state.from(), hasForgotten(turn, peer));
    if (believable) {
      Fork.requireNone(ledger, self, state.from(), state.head().height(), state.head().hash());
      block.ifPresent(each -> append(state.from(), each));
    }
    mutex(new MutexInput.Received(turn));
    commit();
    claimIfNeeded();
  }

  /**
   * A member that hears from our welcome that it has forgotten something says nothing any more, so
   * its hello is the last that is heard of it. For what is shown only: nothing is decided by it.
   */
  private static boolean hasForgotten(MutexMessage turn, Peer peer) {
    return turn instanceof MutexMessage.Hello(var state, var rejoin)
        && !rejoin
        // Who rejoins asks under no number first.
        && state.incarnation() > 0
        && (state.incarnation() < peer.incarnation() || state.durable() < peer.durableEver());
  }

  /** Only what the sender's present life says to my present life is taken in. */
  private boolean isCurrent(String from, long incarnation, long receiverIncarnation) {
    return receiverIncarnation == mutex.incarnation()
        && incarnation == mutex.peers().get(from).incarnation();
  }

  /** Takes a block in if it is the next one. One that is ahead is fetched when its turn comes. */
  private void append(String from, Block block) {
    Fork.requireNone(ledger, self, from, block.height(), block.hash());
    if (block.height() == ledger.height() + 1 && !unsynced.isCrowded()) {
      ledger.append(block);
      persist(new JournalRecord.Appended(block));
      noteAppended(block);
      mutex(new MutexInput.Grown(head()));
    }
  }

  private void seekBlocks() {
    if (mutex.lost() || mutex.incarnation() == 0) {
      return;
    }
    if (!unsynced.isCrowded()) {
      catchUp
          .whomToAsk(
              now,
              ledger.height(),
              target(),
              mutex.peers().keySet(),
              peer -> mutex.peers().get(peer).durable())
          .ifPresent(
              peer ->
                  send(
                      peer,
                      new PeerMessage.Fetch(
                          self,
                          mutex.incarnation(),
                          mutex.peers().get(peer).incarnation(),
                          ledger.height() + 1)));
    }
  }

  private void sendBlocks(String to, List<Block> blocks) {
    pieces.read(to);
    if (!blocks.isEmpty()) {
      send(
          to,
          new PeerMessage.Blocks(
              self, mutex.incarnation(), mutex.peers().get(to).incarnation(), blocks));
    }
  }

  private long target() {
    return Math.max(mutex.highestShown().height(), mutex.required());
  }

  // --- time -------------------------------------------------------------------------------------

  private void tick() {
    presences.newlySilent(now).forEach(peer -> note(new Event.PeerLost(mutex.time(), peer)));
    requests.expire(
        now,
        waiting ->
            unserved(waiting.transfer(), standing().waitingFor(), standing().unavailableReason()),
        this::doubt);
    if (mutex.claim().isPresent() && !mutex.inside() && !requests.isAnyWaiting()) {
      mutex(new MutexInput.Withdraw());
    }
    if (mutex.participating() && now - lastResend >= resendInterval()) {
      lastResend = now;
      mutex(new MutexInput.Resend());
    }
    if (now - lastBeat >= Pace.BEAT) {
      lastBeat = now;
      // A hello is the only sign of life that a member can give before it takes part.
      mutex(mutex.participating() ? new MutexInput.Beat() : new MutexInput.Greet());
    }
    claimIfNeeded();
  }

  private long resendInterval() {
    return standing().silent().isEmpty() ? Pace.RESEND : Pace.RESEND_IN_SILENCE;
  }

  // --- what is shown ----------------------------------------------------------------------------

  @Override
  public Status status(long at) {
    now = Math.max(now, at);
    return standing().status();
  }

  private Standing standing() {
    return new Standing(
        mutex,
        presences,
        ledger.height(),
        target(),
        committed,
        requests.waitingCount(),
        lostReason,
        silencedReason,
        now);
  }

  private void announceState() {
    var standing = standing();
    if (standing.state() != announced) {
      announced = standing.state();
      note(new Event.StateChanged(mutex.time(), announced, standing.reason()));
    }
  }

  private void noteAppended(Block block) {
    note(
        new Event.Appended(
            mutex.time(),
            block.height(),
            block.hash(),
            block.proposer(),
            block.transfers().size()));
  }

  private void note(Event event) {
    effects.add(new Effect.Note(event));
  }

  private void send(String to, PeerMessage message) {
    var send = new Effect.Send(to, message);
    if (clock.maySend(send)) {
      sendNow(send);
    }
  }

  private void sendNow(Effect.Send send) {
    effects.add(send);
    note(new Event.Sent(mutex.time(), send.to(), send.message().type(), send.message().time()));
  }

  private Head head() {
    return new Head(ledger.height(), ledger.head());
  }
}
