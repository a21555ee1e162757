// Steps by themselves: at a speed, in fair weather or in seeded faulty weather, up to a breakpoint.
import { announce, h } from '../dom.js';

/** @typedef {import('./link.js').State} State */

const SPEEDS = { '1': '1 step a second', '4': '4 steps a second', '20': '20 steps a second', '1000': 'as fast as it goes' };
const BREAKS = ['somebody enters', 'a block is decided'];

/** @param {(line: string) => Promise<State | null>} run */
export function createAuto(run) {
  const weather = h('select', { class: 'small', 'aria-label': 'Weather', 'data-testid': 'weather', onchange: () => { seed.hidden = weather.value === 'fair'; } },
    h('option', { value: 'fair' }, 'fair weather'), h('option', { value: 'faulty' }, 'faulty weather'));
  const seed = h('input', { type: 'number', class: 'small', min: '0', max: '999999999', value: '1', 'aria-label': 'Seed of the weather', hidden: true, 'data-testid': 'weather-seed' });
  const speed = h('select', { class: 'small', 'aria-label': 'Speed', 'data-testid': 'speed' }, Object.entries(SPEEDS).map(([value, name]) => h('option', { value, selected: value === '4' }, name)));
  const play = h('button', { type: 'button', class: 'small primary', 'data-testid': 'auto', onclick: () => (plays ? stop('Stopped.') : start()) }, 'Play');
  const note = h('p', { class: 'muted', role: 'status', 'data-testid': 'auto-note' });
  const stops = h('div', { class: 'lab-bar', role: 'group', 'aria-label': 'Stop when' });
  const own = h('input', { type: 'text', 'aria-label': 'Stop when also', placeholder: 'A waits for C', autocomplete: 'off', spellcheck: 'false', 'data-testid': 'break' });
  const add = h('form', { class: 'lab-bar', onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    if (own.value.trim()) run(`break ${own.value.trim()}`);
    own.value = '';
  } }, h('div', { class: 'grow' }, own, h('button', { type: 'submit', class: 'small' }, 'Stop there')));
  let plays = false;

  /** @param {string} text */
  function stop(text) {
    plays = false;
    play.textContent = 'Play';
    note.textContent = text;
    announce(text);
  }

  async function start() {
    plays = true;
    play.textContent = 'Stop';
    note.textContent = '';
    while (plays) {
      const state = await run(weather.value === 'fair' ? 'auto 1 fair' : `auto 1 faulty ${Number(seed.value) || 0}`);
      if (!plays) return;
      if (!state || state.exit_code !== 0) stop('Stopped: nothing can happen here.');
      else if (state.stopped) stop(`Stopped: ${state.stopped}.`);
      else await new Promise((resolve) => { setTimeout(resolve, 1000 / Number(speed.value)); });
    }
  }

  /** @param {State} state */
  function show({ breakpoints }) {
    const other = breakpoints.filter((each) => !BREAKS.includes(each));
    stops.replaceChildren(h('span', {}, 'Stop when'), ...BREAKS.map((text) => {
      const isSet = breakpoints.includes(text);
      return h('button', { type: 'button', class: 'small', 'aria-pressed': String(isSet), disabled: isSet, onclick: () => run(`break ${text}`) }, text);
    }), ...other.map((text) => h('code', {}, text)), breakpoints.length ? h('button', { type: 'button', class: 'small', onclick: () => run('break none') }, 'Clear') : h('span', { class: 'muted' }, ''));
  }

  return { element: h('div', { class: 'lab-body lab-auto' }, h('div', { class: 'lab-bar' }, play, speed, weather, seed), stops, add, note), show };
}
