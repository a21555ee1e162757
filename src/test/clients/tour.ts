/**
 * A tour of the interface of a node, with the client that openapi-generator makes for TypeScript (typescript-fetch).
 *
 *     node tour.js http://127.0.0.1:8081 TOKEN FROM TO
 *
 * The generated sources are in the folder `client` beside this file. Each step prints one line.
 */

import {
  AccountsApi, BlocksApi, Configuration, NodeApi, ProblemFromJSON, ProofsApi, ResponseError, TransfersApi,
  type Problem, type Receipt,
} from './client/index.js';

const [url, token, payer, payee] = process.argv.slice(2) as [string, string, string, string];
const configuration = new Configuration({ basePath: url, accessToken: token });
const transfers = new TransfersApi(configuration);
const accounts = new AccountsApi(configuration);
const blocks = new BlocksApi(configuration);
const node = new NodeApi(configuration);
const proofs = new ProofsApi(configuration);

/** What a node says when it does not do what it was asked for. */
async function problemOf(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ResponseError) return ProblemFromJSON(await error.response.json());
    throw error;
  }
  throw new Error('This was to be refused.');
}

/** Whether the transfer is known to be committed or executed. */
async function pay(): Promise<boolean> {
  // Chosen before the first try: whatever happens, the same transfer can be sent again and is paid once.
  const rent = { id: crypto.randomUUID(), from: payer, to: payee, amount: '4.00', memo: 'rent' };
  const paying = transfers.createTransfer({ newTransfer: rent });
  const answer = await paying.catch(() => undefined);
  if (!answer) {
    // Not executed, or in doubt: then it may still be, and can be asked for by its id.
    const problem = await problemOf(paying);
    console.log('not paid:', problem.status, problem.code, 'waits for', ...problem.waitingFor ?? []);
    return false;
  }
  // The generator keeps the name `exists` for itself.
  console.log('paid:', answer.status, answer._exists ? 'before' : 'now');
  const again = await transfers.createTransfer({ newTransfer: rent });
  console.log('again:', again.status, again._exists ? 'before' : 'now');

  const many = await transfers.createTransfers({
    newTransfers: {
      transfers: [
        { from: payer, to: payee, amount: '1' },
        { from: payer, to: payee, amount: '1000000' },
        { from: payer, to: 'nobody', amount: '1' },
      ],
    },
  });
  console.log('many:', ...many.results.map((result) => result.status ?? result.code));

  const refused = await problemOf(transfers.createTransfer({ newTransfer: { from: payer, to: payee, amount: '1000000' } }));
  console.log('refused:', refused.status, refused.code);

  console.log('found:', (await transfers.getTransfer({ id: rent.id })).status);
  const unknown = await problemOf(transfers.getTransfer({ id: crypto.randomUUID() }));
  console.log('unknown:', unknown.status, unknown.code);
  return true;
}

async function lookAround(): Promise<void> {
  const account = await accounts.getAccount({ name: payer });
  console.log('account:', account.owner, (await accounts.listAccounts()).accounts.length);
  const newest = await accounts.getStatement({ name: payer, limit: 1 });
  const older = (await accounts.getStatement({ name: payer, limit: 1, before: newest.next })).transfers[0]!;
  console.log('statement:', older.memo, older.amount, older.from, older.to);

  const block = await blocks.getBlock({ height: older.height });
  console.log('block:', block.transfers[older.position]?.id === older.id, block.proposer);
  const following = (await blocks.listBlocks({ from: older.height, limit: 1, transfers: 0 })).blocks[0]!;
  console.log('blocks:', following.hash === block.hash, following.transferCount, following.transfers.length);

  const status = await node.getStatus();
  console.log('status:', status.member, status.state, status.protocol);
  console.log('peers:', ...status.peers.map((peer) => `${peer.member} ${peer.state}`));
  console.log('log:', (await node.getLocalLog()).transfers.length);
  console.log('verify:', (await node.verify()).ok);
  console.log('health:', (await node.getLiveness()).status, (await node.getReadiness()).state);
  console.log('metrics:', (await node.getMetrics()).includes('lockstep_height'));

  const receipt = await receiptOf(older.id);
  console.log('receipt:', receipt.transfer.memo, receipt.header.height === older.height);
  const keys = await proofs.getKeys();
  console.log('checkpoint:', (await proofs.getCheckpoint()).startsWith(`${keys.origin}\n`), keys.members.length);
  const consistency = await proofs.getConsistencyProof({ from: 0, to: older.height });
  console.log('consistency:', consistency.from, consistency.path.length > 0);
}

/** A checkpoint covers a block a fraction of a second after its transfers are answered. */
async function receiptOf(id: string): Promise<Receipt> {
  for (let tries = 0; tries < 100; tries++) {
    const asking = proofs.getReceipt({ id });
    const receipt = await asking.catch(() => undefined);
    if (receipt) return receipt;
    const problem = await problemOf(asking);
    if (problem.code !== 'unavailable') throw new Error(problem.detail);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('No checkpoint covers the block.');
}

if (await pay()) await lookAround();
