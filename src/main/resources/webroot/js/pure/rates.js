// What happened in each of the last seconds, and how long answers took.
import { transfersOf } from './trace-words.js';

export const SECONDS = 60;
/** So many answers make the picture of latencies. */
const ANSWERS = 1000;
/** Upper ends of the bars, in milliseconds. */
export const BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, Infinity];
/** Requests whose answer has not come; a node that never answers is not to fill the memory. */
const OPEN_MAX = 10_000;

export class Rates {
  #member;
  /** @type {Map<number, { transfers: number, messages: number }>} by second */
  #seconds = new Map();
  #newest = 0;
  #came = 0;
  /** @type {Map<string, number>} */
  #open = new Map();
  /** @type {number[]} newest last, in milliseconds */
  #answers = [];
  /** @type {Map<string, number>} the number of the newest event that was counted */
  #counted = new Map();

  /** @param {string} member whose blocks and answers count; messages are those of all */
  constructor(member) {
    this.#member = member;
  }

  /**
   * @param {string} member
   * @param {Wire.Step[]} events
   * @param {number} now by this page's clock
   */
  add(member, events, now) {
    for (const step of events) {
      // A piece of the past may come twice.
      if (step.seq <= (this.#counted.get(member) ?? -1)) continue;
      this.#counted.set(member, step.seq);
      const at = step.at ? Date.parse(step.at) : 0;
      if (at > this.#newest) [this.#newest, this.#came] = [at, now];
      const second = this.#second(Math.floor(at / 1000));
      if (step.kind === 'sent') second.messages++;
      if (member === this.#member) this.#own(step, at, second);
    }
    if (this.#seconds.size > 4 * SECONDS) for (const old of [...this.#seconds.keys()].sort((one, other) => one - other).slice(0, 2 * SECONDS)) this.#seconds.delete(old);
  }

  /**
   * @param {Wire.Step} step
   * @param {number} at
   * @param {{ transfers: number }} second
   */
  #own(step, at, second) {
    if (step.kind === 'block') second.transfers += step.transfers ?? 0;
    if (step.kind === 'requested' && this.#open.size < OPEN_MAX) for (const id of transfersOf(step)) this.#open.set(id, at);
    if (step.kind !== 'answered') return;
    for (const id of transfersOf(step)) {
      const asked = this.#open.get(id);
      this.#open.delete(id);
      if (asked !== undefined) this.#answers.push(at - asked);
    }
    if (this.#answers.length > 2 * ANSWERS) this.#answers = this.#answers.slice(-ANSWERS);
  }

  /** @param {number} second */
  #second(second) {
    const known = this.#seconds.get(second) ?? { transfers: 0, messages: 0 };
    this.#seconds.set(second, known);
    return known;
  }

  /**
   * The last minute, oldest first, by the clock of the members.
   * @param {'transfers' | 'messages'} what
   * @param {number} now by this page's clock
   */
  lastMinute(what, now) {
    const end = Math.floor((this.#newest + Math.max(0, now - this.#came)) / 1000);
    return Array.from({ length: SECONDS }, (_, i) => this.#seconds.get(end - SECONDS + 1 + i)?.[what] ?? 0);
  }

  /** The latencies of the newest answers: how many in each bucket, and the middle and the slowest of a hundred. */
  latencies() {
    const answers = this.#answers.slice(-ANSWERS).sort((one, other) => one - other);
    const counts = BUCKETS.map((end, i) => answers.filter((millis) => millis <= end && millis > (i ? Number(BUCKETS[i - 1]) : -1)).length);
    /** @param {number} share */
    const at = (share) => answers[Math.min(answers.length - 1, Math.floor(share * answers.length))] ?? null;
    return { counts, number: answers.length, p50: at(0.5), p99: at(0.99) };
  }
}
