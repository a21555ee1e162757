// The same requests and faults in both modes, in figures.
import { h } from '../dom.js';
import { panel } from '../panels/panel.js';

/** @typedef {import('./link.js').State} State */

/** @param {(line: string) => Promise<State | null>} run */
export function createCompared(run) {
  const table = h('pre', { tabindex: '0', role: 'group', 'aria-label': 'Both protocols', 'data-testid': 'compared-table' });
  const close = h('button', { type: 'button', class: 'small', onclick: () => { element.hidden = true; } }, 'Close');
  const element = panel('Both protocols', { testid: 'compared', aside: close, className: 'lab-compared' }, table);
  element.hidden = true;

  /** @param {string} other the protocol beside that of the life */
  async function compare(other) {
    const state = await run(`compare ${other}`);
    if (!state || state.exit_code !== 0) return;
    table.textContent = state.text;
    element.hidden = false;
    table.focus();
  }
  return { element, compare };
}
