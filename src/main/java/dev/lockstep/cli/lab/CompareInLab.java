package dev.lockstep.cli.lab;

import dev.lockstep.chain.Protocol;
import dev.lockstep.cli.Stdio;
import dev.lockstep.command.ExitCode;
import dev.lockstep.lab.LabProtocol;
import dev.lockstep.lab.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Has the requests and faults of scenario files happen with two protocols. */
public final class CompareInLab {
  private final Stdio stdio;

  public CompareInLab(Stdio stdio) {
    this.stdio = stdio;
  }

  /**
   * @param with the protocol beside that of the file; without one the other mode
   * @return the exit code
   */
  public int compare(List<Path> files, Optional<LabProtocol> with) {
    for (var file : files) {
      var lab = new ScenarioFile(file).open(stdio);
      lab.go(dev.lockstep.lab.Lab.MAIN);
      var workload = Workload.of(lab.branch(), lab.branch().length());
      var other = with.orElseGet(() -> otherMode(lab.setup().protocol()));
      ComparisonText.of(lab.setup(), other, workload).forEach(stdio.out()::println);
    }
    stdio.out().flush();
    return ExitCode.OK;
  }

  private static LabProtocol otherMode(LabProtocol protocol) {
    var name = protocol.ledger() == Protocol.LAMPORT ? Protocol.PAXOS : Protocol.LAMPORT;
    return LabProtocol.named(name.text()).orElseThrow();
  }
}
