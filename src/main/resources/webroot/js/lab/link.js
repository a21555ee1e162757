// The way to the lab: each line that somebody types or clicks is a request, one after the other.

/** What a page shows already of a life. @typedef {{ life: number, branch: string, at: number }} Known */
/** @typedef {{ name: string, state: string, up: boolean, frozen: boolean, unsynced: number, height: number, waits_for: string[], why: string }} Member */
/** @typedef {Known & { kept: Record<string, number>, lanes: Record<string, Wire.Step[]>, members: Member[], now: number, broken: string | null }} Part */
/** @typedef {{ text: string, name: string, message: string, obstacle: string | null }} Flying */
/** @typedef {{ name: string, length: number, left_at: number, parent: string | null }} Branch */
/**
 * @typedef {{
 *   text: string, exit_code: number, question: string | null, protocol: Wire.Status['protocol'], name: string, kind: 'lab' | 'recorded' | 'fork', protocols: string[], length: number, branches: Branch[],
 *   flight: Flying[], in_flight: number, cuts: string[], stopped: string | null, breakpoints: string[], life: Part,
 *   beside: (Part & { title: string, protocol: Wire.Status['protocol'] }) | null, scenario?: string,
 * }} State
 */

export class Link {
  #token;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();

  constructor() {
    // The token stays out of the history, and of links that somebody copies.
    this.#token = new URLSearchParams(location.search).get('token') ?? sessionStorage.getItem('lockstep.lab') ?? '';
    sessionStorage.setItem('lockstep.lab', this.#token);
    history.replaceState(null, '', location.pathname);
  }

  /**
   * Steps that are asked for faster than they happen wait for each other: each tells what is shown by then.
   * @param {() => { line: string, life?: Known | null, beside?: Known | null, scenario?: boolean }} request
   * @returns {Promise<State>}
   */
  ask(request) {
    const answer = this.#last.then(() => this.#send(request()));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** @param {object} body */
  async #send(body) {
    /** @type {Response} */
    let response;
    try {
      response = await fetch('lab', { method: 'POST', headers: { Authorization: `Bearer ${this.#token}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    } catch {
      throw new Error('The lab does not answer: its process has ended. Start it again with ./run.sh lab.');
    }
    if (response.status === 401) throw new Error('This link is not that of the lab which runs now; open the one that its terminal shows.');
    if (!response.ok) throw new Error(`The lab has answered with ${response.status}.`);
    return response.json();
  }
}
