// The lines that were entered, newest last; the line that was being written is kept below them.

export class LineHistory {
  #lines;
  #max;
  #at;
  #draft = '';

  /**
   * @param {string[]} lines of an earlier visit
   * @param {number} max how many are kept
   */
  constructor(lines, max) {
    this.#max = max;
    this.#lines = lines.slice(-max);
    this.#at = this.#lines.length;
  }

  get lines() {
    return [...this.#lines];
  }

  /** @param {string} line */
  add(line) {
    if (this.#lines.at(-1) !== line) this.#lines.push(line);
    this.#lines = this.#lines.slice(-this.#max);
    this.#at = this.#lines.length;
  }

  /**
   * The line before the one that is shown; null when there is none.
   * @param {string} current what stands in the input, to come back to
   */
  older(current) {
    if (this.#at === 0) return null;
    if (this.#at === this.#lines.length) this.#draft = current;
    return this.#lines[--this.#at] ?? null;
  }

  /** The line behind the one that is shown, in the end the draft; null when the draft is shown already. */
  newer() {
    if (this.#at >= this.#lines.length) return null;
    return this.#lines[++this.#at] ?? this.#draft;
  }
}
