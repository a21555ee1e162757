// Which event of the node's numbered stream comes next: none is taken twice, and none is left out unnoticed.

export class EventCursor {
  /** @type {number | null} the number of the last event that was taken or skipped */
  last = null;

  /** Another ledger numbers its events anew: what was seen of the old one says nothing. */
  forget() {
    this.last = null;
  }

  /**
   * A node that has never reached the number we have seen has lost its data directory, and counts anew.
   * @param {number} newest the newest event that the node has
   */
  greet(newest) {
    if (this.last !== null && newest < this.last) this.last = null;
  }

  /**
   * False for an event that was taken before: around a resume an event may arrive twice.
   * @param {number} seq
   */
  take(seq) {
    if (this.last !== null && seq <= this.last) return false;
    this.last = seq;
    return true;
  }

  /** @param {number} to the last event that will not be shown */
  skip(to) {
    this.last = Math.max(this.last ?? 0, to);
  }
}
