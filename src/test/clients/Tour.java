import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.AccountsApi;
import org.openapitools.client.api.BlocksApi;
import org.openapitools.client.api.NodeApi;
import org.openapitools.client.api.ProofsApi;
import org.openapitools.client.api.TransfersApi;
import org.openapitools.client.model.NewTransfer;
import org.openapitools.client.model.NewTransfers;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.Receipt;

/**
 * A tour of the interface of a node, with the client that openapi-generator makes for Java (library
 * native). Arguments: {@code http://127.0.0.1:8081 TOKEN FROM TO}. Each step prints one line.
 */
public class Tour {
  private final ApiClient client = new ApiClient();
  private final TransfersApi transfers;
  private final String payer;
  private final String payee;

  Tour(String url, String token, String payer, String payee) {
    client.updateBaseUri(url);
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    this.transfers = new TransfersApi(client);
    this.payer = payer;
    this.payee = payee;
  }

  public static void main(String[] args) throws Exception {
    var tour = new Tour(args[0], args[1], args[2], args[3]);
    if (tour.pay()) {
      tour.lookAround();
    }
  }

  private NewTransfer transfer(String to, String amount) {
    return new NewTransfer().from(payer).to(to).amount(amount);
  }

  /** What a node says when it does not do what it was asked for. */
  private Problem problem(ApiException failure) throws Exception {
    return new ObjectMapper().readValue(failure.getResponseBody(), Problem.class);
  }

  private static void print(String what, Object... values) {
    System.out.println(
        what
            + " "
            + List.of(values).stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  /** Whether the transfer is known to be committed or executed. */
  private boolean pay() throws Exception {
    // The id is chosen before the first try: whatever happens, the same transfer can be sent again
    // and is paid once.
    var rent = transfer(payee, "4.00").id(UUID.randomUUID()).memo("rent");
    try {
      var answer = transfers.createTransfer(rent);
      print("paid:", answer.getStatus(), answer.getExists() ? "before" : "now");
    } catch (ApiException e) {
      // Not executed, or in doubt: then it may still be, and can be asked for by its id.
      var problem = problem(e);
      var missing = String.join(" ", problem.getWaitingFor());
      print("not paid:", problem.getStatus(), problem.getCode(), "waits for", missing);
      return false;
    }
    var again = transfers.createTransfer(rent);
    print("again:", again.getStatus(), again.getExists() ? "before" : "now");

    var batch =
        new NewTransfers()
            .addTransfersItem(transfer(payee, "1"))
            .addTransfersItem(transfer(payee, "1000000"))
            .addTransfersItem(transfer("nobody", "1"));
    var results = transfers.createTransfers(batch).getResults();
    print(
        "many:",
        results.stream()
            .map(r -> r.getStatus() == null ? r.getCode() : r.getStatus().getValue())
            .toArray());

    try {
      transfers.createTransfer(transfer(payee, "1000000"));
    } catch (ApiException refused) {
      print("refused:", refused.getCode(), problem(refused).getCode());
    }

    print("found:", transfers.getTransfer(rent.getId()).getStatus());
    try {
      transfers.getTransfer(UUID.randomUUID());
    } catch (ApiException unknown) {
      print("unknown:", unknown.getCode(), problem(unknown).getCode());
    }
    return true;
  }

  private void lookAround() throws Exception {
    var accounts = new AccountsApi(client);
    var all = accounts.listAccounts().getAccounts();
    print("account:", accounts.getAccount(payer).getOwner(), all.size());
    var newest = accounts.getStatement(payer, null, 1);
    var older = accounts.getStatement(payer, newest.getNext(), 1).getTransfers().getFirst();
    print("statement:", older.getMemo(), older.getAmount(), older.getFrom(), older.getTo());

    var blocks = new BlocksApi(client);
    var block = blocks.getBlock(older.getHeight());
    var onBlock = block.getTransfers().get(older.getPosition());
    print("block:", onBlock.getId().equals(older.getId()), block.getProposer());
    var following = blocks.listBlocks(older.getHeight(), 0, 1).getBlocks().getFirst();
    print(
        "blocks:",
        following.getHash().equals(block.getHash()),
        following.getTransferCount(),
        following.getTransfers().size());

    var node = new NodeApi(client);
    var status = node.getStatus();
    print("status:", status.getMember(), status.getState(), status.getProtocol());
    print(
        "peers:",
        status.getPeers().stream().map(p -> p.getMember() + " " + p.getState()).toArray());
    print("log:", node.getLocalLog(null).getTransfers().size());
    print("verify:", node.verify().getOk());
    print("health:", node.getLiveness().getStatus(), node.getReadiness().getState());
    print("metrics:", node.getMetrics().contains("lockstep_height"));

    var proofs = new ProofsApi(client);
    var receipt = receiptOf(proofs, older.getId());
    boolean sameHeight = receipt.getHeader().getHeight().equals(older.getHeight());
    print("receipt:", receipt.getTransfer().getMemo(), sameHeight);
    var keys = proofs.getKeys();
    boolean ofThisLedger = proofs.getCheckpoint().startsWith(keys.getOrigin() + "\n");
    print("checkpoint:", ofThisLedger, keys.getMembers().size());
    var consistency = proofs.getConsistencyProof(0L, older.getHeight());
    print("consistency:", consistency.getFrom(), !consistency.getPath().isEmpty());
  }

  /** A checkpoint covers a block a fraction of a second after its transfers are answered. */
  private Receipt receiptOf(ProofsApi proofs, UUID id) throws Exception {
    for (int tries = 0; tries < 100; tries++) {
      try {
        return proofs.getReceipt(id);
      } catch (ApiException e) {
        if (!problem(e).getCode().equals("unavailable")) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException("No checkpoint covers the block.");
  }
}
