package dev.lockstep.cli.lab;

import dev.lockstep.lab.Branch;
import dev.lockstep.lab.ImpossibleException;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.LabProtocol;
import dev.lockstep.lab.MessageFilter;
import dev.lockstep.lab.Move;
import dev.lockstep.lab.Workload;
import java.util.List;
import java.util.Optional;

/** What is shown beside a life. */
sealed interface Beside {
  String title();

  Lab lab();

  Branch branch();

  int at();

  /** The life that it is beside has gone on, or back. */
  void follow(Branch branch, int at);

  /** Another branch of the same life, up to its end. */
  record OtherBranch(Lab lab, Branch branch) implements Beside {
    @Override
    public String title() {
      return "branch " + branch.name();
    }

    @Override
    public int at() {
      return branch.length();
    }

    @Override
    public void follow(Branch looked, int steps) {
      // It stays where it is.
    }
  }

  /** The same requests and faults in another protocol; messages arrive there by themselves. */
  final class OtherProtocol implements Beside {
    private final LabProtocol protocol;
    private Lab lab;
    private List<Move> done = List.of();

    OtherProtocol(Lab of, LabProtocol protocol) {
      this.protocol = protocol;
      this.lab = new Lab(of.setup().with(protocol).syncing(true));
      follow(of.branch(), of.at());
    }

    @Override
    public String title() {
      return "the same requests and faults with " + protocol.name();
    }

    @Override
    public Lab lab() {
      return lab;
    }

    @Override
    public Branch branch() {
      return lab.branch();
    }

    @Override
    public int at() {
      return lab.at();
    }

    @Override
    public void follow(Branch branch, int at) {
      var wanted = Workload.of(branch, at).moves();
      boolean goesOn = wanted.size() >= done.size() && wanted.subList(0, done.size()).equals(done);
      if (!goesOn) {
        lab = new Lab(lab.setup());
        done = List.of();
      }
      wanted.subList(done.size(), wanted.size()).forEach(this::perform);
      done = wanted;
    }

    private void perform(Move move) {
      try {
        lab.perform(move);
        lab.perform(new Move.DeliverAll(MessageFilter.ALL, Optional.empty()));
      } catch (ImpossibleException notHere) {
        // What the other protocol does not allow now is left out, as in a comparison.
      }
    }
  }
}
