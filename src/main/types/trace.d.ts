// What `watch` sends, as docs/interfaces.md has it: the events of all members, as the page draws them.

declare namespace Wire {
  /** On which message of a peer an entry into the critical section rests. `time` is the Lamport time of the message. */
  interface Evidence { member: string; type: string; time: number; message?: string }

  /** What a member believes of a peer, by the newest message that counts. */
  interface HeardState { time: number; height: number; durable: number; claim?: Timestamp; allows?: boolean }

  /** The ballot that a member leads. */
  interface LedBallot { ballot: Ballot; height: number; promised: string[]; voted: string[]; inherited?: Ballot }

  /** What a member holds and knows after an event: all of it with `whole`, else what has changed. */
  interface MemberState {
    whole?: boolean;
    clock?: number;
    incarnation?: number;
    height?: number;
    durable?: number;
    committed?: number;
    heard?: Record<string, HeardState>;
    claim?: Timestamp | null;
    place?: 'outside' | 'waiting' | 'inside' | 'kept';
    queue?: Timestamp[];
    promised?: Ballot;
    accepted?: Ballot | null;
    leads?: LedBallot | null;
    logged?: number;
  }

  /** One event of one member. Which fields there are depends on the kind; `gap`, `unreachable` and `live` are the page's own. */
  interface Step {
    /** Who tells it. */
    node?: string;
    seq: number;
    at?: string;
    time: number;
    kind: string;
    to?: string | number;
    from?: string | number;
    type?: string;
    message?: string;
    message_time?: number;
    again?: boolean;
    block?: number;
    claim?: Timestamp | null;
    ballot?: Ballot;
    evidence?: Evidence[];
    height?: number;
    target?: number;
    hash?: string;
    proposer?: string;
    transfers?: number;
    logged?: number;
    /** One transfer; of several there are `ids`, the first few, and their number as `transfers`. */
    id?: string;
    ids?: string[];
    outcome?: string;
    reason?: string;
    code?: string;
    detail?: string;
    /** Which timer, or which fault. */
    what?: string;
    result?: string;
    state?: string;
    member?: string;
    waiting_for?: string[];
    now?: MemberState;
  }

  interface Watched { member: string; events: Step[] }
  interface WatchedGap { member: string; from: number; to: number }
  interface WatchedMember { member: string; state: 'live' | 'unreachable'; since?: string | number | null; from_disk?: string }

  interface Results { watch: unknown }
}
