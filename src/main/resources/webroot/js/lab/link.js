// The way to the lab: each line that somebody types or clicks is a request over one WebSocket, one after the other.

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

const ENDED = 'The lab does not answer: its process has ended. Start it again with ./run.sh lab.';
/** Why the lab closes a connection. @type {Record<number, string>} */
const CLOSED = {
  4401: 'This link is not that of the lab which runs now; open the one that its terminal shows.',
  4400: 'The lab does not understand this page; load it again.',
  1009: 'This line is too long for the lab.',
  1011: 'The lab has failed at this line; its terminal says why.',
};

export class Link {
  #token;
  /** @type {WebSocket | null} */
  #socket = null;
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

  /**
   * @param {object} body
   * @returns {Promise<State>}
   */
  async #send(body) {
    const socket = await this.#open();
    return new Promise((resolve, reject) => {
      socket.onmessage = ({ data }) => resolve(JSON.parse(data));
      socket.onclose = ({ code }) => reject(new Error(CLOSED[code] ?? ENDED));
      socket.send(JSON.stringify(body));
    });
  }

  /** A connection is cheap, and one that has been lost is made anew. @returns {Promise<WebSocket>} */
  #open() {
    if (this.#socket?.readyState === WebSocket.OPEN) return Promise.resolve(this.#socket);
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${location.host}/lab`);
      this.#socket = socket;
      socket.onopen = () => {
        socket.send(this.#token);
        resolve(socket);
      };
      socket.onclose = () => reject(new Error(ENDED));
    });
  }
}
