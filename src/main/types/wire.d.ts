// What a node sends, as docs/interfaces.md and openapi.yaml have it: for the type checker and for readers. Nothing
// of it is served. Amounts are decimal strings, hashes hexadecimal, `time` is Lamport time.

declare namespace Wire {
  interface Timestamp { time: number; member: string }

  /** Round 0 and an empty member before the first ballot. */
  interface Ballot { round: number; member: string }

  interface NewTransfer { id: string; from: string; to: string; amount: string; memo?: string }

  interface Transfer extends NewTransfer { memo: string; height?: number; position?: number }

  interface Receipt {
    id: string;
    status: 'committed' | 'executed';
    height?: number;
    position?: number;
    hash?: string;
    exists?: boolean;
  }

  /** `GET /api/transfers/{id}/receipt`; `checkpoint` is a signed note. */
  interface ProofOfTransfer {
    transfer: Transfer;
    position: number;
    header: Header;
    transfer_path: string[];
    block_path: string[];
    checkpoint: string;
  }

  /** A member whose key the node does not know yet has none. */
  interface KeyOf { member: string; key?: string }

  /** `GET /api/keys` */
  interface Keys { origin: string; members: KeyOf[] }

  interface Account { name: string; owner: string; balance: string; on_chain: string; height: number }

  /** What the hash of a block covers. */
  interface Header {
    height: number;
    previous_hash: string;
    time: number;
    proposer: string;
    root: string;
    transfer_count: number;
  }

  interface Block extends Header {
    hash: string;
    /** All of them, or only the first few when fewer were asked for. */
    transfers: Transfer[];
  }

  interface Peer {
    member: string;
    state: 'up' | 'silent' | 'lost' | 'unknown';
    last_heard_ms: number | null;
    height?: number;
    durable?: number;
    claim: Timestamp | null;
  }

  type State = 'starting' | 'joining' | 'ready' | 'waiting' | 'lost' | 'silenced' | 'stopping';

  interface Status {
    ledger: string;
    protocol: 'lamport' | 'paxos';
    member: string;
    /** In the order of the cluster file. */
    members: string[];
    incarnation: number;
    time: number;
    height: number;
    hash: string;
    durable: number;
    committed: number;
    state: State;
    reason?: string;
    claim: Timestamp | null;
    inside?: boolean;
    /** A supervisor may cut, hold and kill. */
    lab?: boolean;
    queue: Timestamp[];
    peers: Peer[];
    waiting_for: string[];
    pending: number;
    accused: { member: string; reason: string; messages: number }[];
    genesis: string;
    // Paxos mode only
    promised?: Ballot;
    accepted?: Ballot | null;
    leading?: Ballot | null;
    leader?: string | null;
    log?: number;
  }

  /** `at` is the wall-clock time, as in ISO 8601. `gap` is the page's own: events that the node has not kept. */
  type Event = { seq: number; at?: string } & (
    | { kind: 'gap'; time?: undefined; from: number; to: number }
    | ({ time: number } & (
      | { kind: 'sent'; to: string; type: string }
      | { kind: 'received'; from: string; type: string }
      | { kind: 'dropped'; from: string; type: string; reason: string }
      | { kind: 'claimed' | 'entered'; claim: Timestamp }
      | { kind: 'left'; claim?: Timestamp | null }
      | { kind: 'withdrawn'; claim: Timestamp }
      | { kind: 'requested'; id?: string; ids?: string[]; transfers?: number }
      | { kind: 'answered'; id?: string; ids?: string[]; transfers?: number; outcome: string; reason?: string }
      | { kind: 'executed'; transfers: number; logged: number }
      | { kind: 'proposed' | 'promised'; ballot: Ballot; height: number }
      | { kind: 'accepted'; ballot: Ballot; height: number; hash: string }
      | { kind: 'round_over'; ballot: Ballot; height: number; result: string }
      | { kind: 'block'; height: number; hash: string; proposer: string; transfers: number }
      | { kind: 'committed'; height: number }
      | { kind: 'refused'; id: string; code: string; detail: string }
      | { kind: 'in_doubt'; id: string; waiting_for: string[]; reason: string }
      | { kind: 'peer_lost' | 'peer_found'; member: string }
      | { kind: 'accused'; member: string; reason: string }
      | { kind: 'catching_up'; height: number; target: number }
      | { kind: 'timer'; what: string }
      | { kind: 'fault'; what: string; detail: string }
      | { kind: 'fork'; member: string; height: number; root: string; theirs: string }
      | { kind: 'state'; state: State; reason: string })));

  interface Verdict { ok: boolean; height: number; transfers: number; problem?: string }

  interface CommandAnswer { text: string; exit_code: number }

  /** The methods of JSON-RPC that the page calls, each with its result. */
  /** What a lab does to what a member sends to another one. */
  interface LabWire { cut: boolean; delay_ms: number; holds: string[]; held: { type: string; count: number }[] }
  interface LabMember { member: string; process: 'up' | 'frozen' | 'starting' | 'down'; url: string; wire: Record<string, LabWire> }

  interface Results {
    transfer: Receipt;
    balances: { accounts: Account[] };
    chain: { blocks: Block[] };
    block: Block;
    find: Receipt;
    log: { transfers: Transfer[] };
    status: Status;
    verify: Verdict;
    help: { commands: { usage: string }[] };
    command: CommandAnswer;
    lab: { said: string[]; members: LabMember[] };
    subscribe: { first: number; last: number };
  }

  /** What the ledger adds to a refusal. */
  interface ProblemData { code?: string; detail?: string; waiting_for?: string[]; reason?: string; sent?: boolean }
}
