"""A tour of the interface of a node, with the client that openapi-generator makes for Python.

    python3 tour.py http://127.0.0.1:8081 TOKEN FROM TO

The generated package openapi_client has to be in PYTHONPATH. Each step prints one line.
"""

import sys
import time
import uuid

import openapi_client
from openapi_client import ApiException, NewTransfer, NewTransfers


def main(url, token, payer, payee):
    configuration = openapi_client.Configuration(host=url, access_token=token)
    with openapi_client.ApiClient(configuration) as client:
        if pay(openapi_client.TransfersApi(client), payer, payee):
            look_around(client, payer, payee)


def pay(transfers, payer, payee):
    """Whether the transfer is known to be committed or executed."""
    # Chosen before the first try: whatever happens, the same transfer can be sent again and is paid once.
    rent = NewTransfer(id=uuid.uuid4(), var_from=payer, to=payee, amount="4.00", memo="rent")
    try:
        answer = transfers.create_transfer(rent)
    except ApiException as e:
        # Not executed, or in doubt: then it may still be, and can be asked for by its id.
        print("not paid:", e.status, e.data.code, "waits for", *e.data.waiting_for or [])
        return False
    print("paid:", answer.status.value, "before" if answer.exists else "now")
    again = transfers.create_transfer(rent)
    print("again:", again.status.value, "before" if again.exists else "now")

    batch = NewTransfers(
        transfers=[
            NewTransfer(var_from=payer, to=payee, amount="1"),
            NewTransfer(var_from=payer, to=payee, amount="1000000"),
            NewTransfer(var_from=payer, to="nobody", amount="1"),
        ]
    )
    results = transfers.create_transfers(batch).results
    print("many:", *[result.status.value if result.status else result.code for result in results])

    try:
        transfers.create_transfer(NewTransfer(var_from=payer, to=payee, amount="1000000"))
    except ApiException as refused:
        print("refused:", refused.status, refused.data.code)

    print("found:", transfers.get_transfer(rent.id).status.value)
    try:
        transfers.get_transfer(uuid.uuid4())
    except ApiException as unknown:
        print("unknown:", unknown.status, unknown.data.code)
    return True


def look_around(client, payer, payee):
    accounts = openapi_client.AccountsApi(client)
    blocks = openapi_client.BlocksApi(client)
    node = openapi_client.NodeApi(client)
    proofs = openapi_client.ProofsApi(client)

    print("account:", accounts.get_account(payer).owner, len(accounts.list_accounts().accounts))
    newest = accounts.get_statement(payer, limit=1)
    older = accounts.get_statement(payer, limit=1, before=newest.next).transfers[0]
    print("statement:", older.memo, older.amount, older.var_from, older.to)

    block = blocks.get_block(older.height)
    print("block:", block.transfers[older.position].id == older.id, block.proposer)
    following = blocks.list_blocks(var_from=older.height, limit=1, transfers=0).blocks[0]
    print("blocks:", following.hash == block.hash, following.transfer_count, len(following.transfers))

    status = node.get_status()
    print("status:", status.member, status.state.value, status.protocol.value)
    print("peers:", *[peer.member + " " + peer.state.value for peer in status.peers])
    print("log:", len(node.get_local_log().transfers))
    print("verify:", node.verify().ok)
    print("health:", node.get_liveness().status.value, node.get_readiness().state.value)
    print("metrics:", "lockstep_height" in node.get_metrics())

    receipt = receipt_of(proofs, older.id)
    print("receipt:", receipt.transfer.memo, receipt.header.height == older.height)
    keys = proofs.get_keys()
    print("checkpoint:", proofs.get_checkpoint().startswith(keys.origin + "\n"), len(keys.members))
    consistency = proofs.get_consistency_proof(0, older.height)
    print("consistency:", consistency.var_from, len(consistency.path) > 0)


def receipt_of(proofs, id):
    """A checkpoint covers a block a fraction of a second after its transfers are answered."""
    for _ in range(100):
        try:
            return proofs.get_receipt(id)
        except ApiException as e:
            if e.data.code != "unavailable":
                raise
            time.sleep(0.1)
    raise TimeoutError("No checkpoint covers the block.")


if __name__ == "__main__":
    main(*sys.argv[1:])
