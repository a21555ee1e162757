// Values that several tests start from.

/** @returns {Wire.Status} */
export const lamportStatus = () => ({
  ledger: 'demo', protocol: 'lamport', member: 'A', members: ['A', 'B', 'C'], incarnation: 1, time: 10, height: 3, hash: 'aa', durable: 3, committed: 3,
  state: 'ready', claim: null, inside: false, queue: [], peers: [], waiting_for: [], pending: 0, accused: [], genesis: 'gg',
});

/** @returns {Wire.Status} */
export const paxosStatus = () => ({
  ...lamportStatus(), protocol: 'paxos', promised: { round: 0, member: '' }, accepted: null, leading: null, leader: null, log: 0,
});

/** @returns {Wire.Transfer} */
export const transfer = () => ({ id: '018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b', from: 'A', to: 'B', amount: '4.00', memo: 'café' });

/**
 * A chain's blocks from one height to another. The hash of height n is "hn" unless `fork` says otherwise.
 * @param {number} from
 * @param {number} to
 * @returns {Wire.Block[]}
 */
export function blocks(from, to, fork = 'h') {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).map((height) => ({
    height, hash: `${fork}${height}`, previous_hash: `${fork}${height - 1}`, time: height, proposer: 'A', root: '', transfer_count: 0, transfers: [],
  }));
}
