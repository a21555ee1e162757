package dev.lockstep.reader;

import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.TreeProof;
import dev.lockstep.journal.OwnerOnly;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.SignedNote;
import dev.lockstep.proof.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The newest checkpoint that a client has seen of a node, kept beside the node's token. At the next
 * use the node has to prove that its ledger continues this one, so a client notices when the blocks
 * that it has seen were rewritten.
 *
 * @param file where it is kept
 */
public record SeenCheckpoint(Path file) {
  private static final String EARLIER = ".earlier";
  private static final String NOW = ".now";

  /** Beside the token of a node. */
  public static SeenCheckpoint beside(Path tokenFile) {
    return new SeenCheckpoint(tokenFile.resolveSibling("seen-checkpoint"));
  }

  /**
   * Asks the node for its checkpoint and for the proof. A node that gives none now (it starts, no
   * majority is up, or it does not answer) leaves everything as it is.
   *
   * @return a sentence when the ledger does not continue what was seen, or is not signed; both
   *     notes are kept then
   * @throws IOException when the file cannot be read or written
   */
  public Optional<String> check(NodeReader node, Believed believed)
      throws IOException, InterruptedException {
    Optional<byte[]> given = given(node);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    SignedNote note;
    try {
      note = SignedNote.parse(given.get());
      if (believed.trust(note).check(note) instanceof Trust.Finding.Refused(var problem)) {
        return Optional.of(alarm(node, note, problem));
      }
    } catch (MalformedException e) {
      return Optional.of(node.address() + " gives no checkpoint: " + e.getMessage() + ".");
    }
    var earlier = earlier(believed);
    if (earlier.isEmpty()) {
      OwnerOnly.replace(file, note.format());
      return Optional.empty();
    }
    var before = Checkpoint.parse(earlier.get().text());
    var now = Checkpoint.parse(note.text());
    var path =
        path(
            node, Math.min(before.height(), now.height()), Math.max(before.height(), now.height()));
    if (path.isEmpty()) {
      return Optional.empty();
    }
    boolean isLater = now.size() >= before.size();
    if (!continues(isLater ? before : now, isLater ? now : before, path.get())) {
      return Optional.of(
          alarm(
              node,
              note,
              "its ledger up to block "
                  + now.height()
                  + " does not continue the one up to block "
                  + before.height()
                  + " that was seen before."));
    }
    if (isLater) {
      OwnerOnly.replace(file, note.format());
    }
    return Optional.empty();
  }

  private static boolean continues(Checkpoint earlier, Checkpoint later, byte[] proof) {
    try {
      return TreeProof.continues(
          earlier.size(),
          earlier.root(),
          later.size(),
          later.root(),
          ReceiptFile.path(ReceiptFile.json(proof), "path"));
    } catch (MalformedException _) {
      // An answer that is no proof counts as one that does not hold.
      return false;
    }
  }

  private static Optional<byte[]> given(NodeReader node) throws InterruptedException {
    return answer(node, "/api/checkpoint");
  }

  /** Empty also when the node is behind what was seen: it cannot prove anything yet. */
  private static Optional<byte[]> path(NodeReader node, long from, long to)
      throws InterruptedException {
    return answer(node, "/api/proofs/consistency?from=" + from + "&to=" + to);
  }

  private static Optional<byte[]> answer(NodeReader node, String path) throws InterruptedException {
    try {
      var answer = node.get(path);
      return answer.isOk() ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException _) {
      // The command that uses the node reports that it does not answer.
      return Optional.empty();
    }
  }

  /** The kept checkpoint; empty when there is none of this ledger that its members have signed. */
  private Optional<SignedNote> earlier(Believed believed) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var note = SignedNote.parse(Files.readAllBytes(file));
      return believed.trust(note).check(note) instanceof Trust.Finding.Signed
          ? Optional.of(note)
          : Optional.empty();
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  private String alarm(NodeReader node, SignedNote note, String problem) throws IOException {
    var now = file.resolveSibling(file.getFileName() + NOW);
    OwnerOnly.write(now, note.format());
    var kept = now.toString();
    if (Files.exists(file)) {
      var earlier = file.resolveSibling(file.getFileName() + EARLIER);
      Files.copy(file, earlier, StandardCopyOption.REPLACE_EXISTING);
      kept = earlier + " and " + kept;
    }
    return "%s is not to be trusted: %s The evidence is kept in %s."
        .formatted(node.address(), problem.replaceFirst("\\.?$", "."), kept);
  }
}
