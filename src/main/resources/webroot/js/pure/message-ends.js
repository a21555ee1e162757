// Which sending and which receipts are of one message, whichever of them comes first.
import { messageOf } from './message-types.js';

/** @typedef {import('./trace.js').Point} Point */

export class MessageEnds {
  /** @type {Map<string, Point>} */
  #sends = new Map();
  /** @type {Map<string, Point[]>} */
  #receipts = new Map();

  /**
   * @param {Point} point
   * @param {(send: Point, receipt: Point) => void} join is called for each pair that the event completes
   */
  connect(point, join) {
    const { kind } = point.step;
    const message = messageOf(point);
    if (kind === 'sent') {
      this.#sends.set(message, point);
      for (const receipt of this.#receipts.get(message) ?? []) join(point, receipt);
    } else if (kind === 'received' || kind === 'dropped') {
      const others = this.#receipts.get(message);
      if (others) others.push(point);
      else this.#receipts.set(message, [point]);
      const send = this.#sends.get(message);
      if (send) join(send, point);
    }
  }

  /** @param {Point} point is not there any more */
  disconnect(point) {
    const message = messageOf(point);
    if (point.step.kind === 'sent') this.#sends.delete(message);
    const others = this.#receipts.get(message)?.filter((each) => each !== point);
    if (others?.length) this.#receipts.set(message, others);
    else this.#receipts.delete(message);
  }
}
