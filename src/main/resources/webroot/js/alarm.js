// What this browser saw of the ledger before and the node does not continue: in red, above everything, until the
// reader takes it away; with the evidence as files.
import { announce, byId, h } from './dom.js';
import { download } from './download.js';
import { icon } from './icons.js';
import { clockTime, day } from './pure/format.js';

const ADVICE = 'Either the members have replaced a key or set up the ledger anew, and can say so; or somebody has rewritten it. Ask the other members before you rely on anything here.';

/** @param {import('./seen-ledger.js').SeenLedger} seen */
export function installAlarm(seen) {
  const place = byId('alarm');
  let shown = '';

  /** @param {import('./seen-ledger.js').Remembered} ledger */
  const show = (ledger) => {
    const now = JSON.stringify([ledger.alarm, ledger.instead]);
    // Building it again would take the focus from its buttons.
    if (now === shown) return;
    shown = now;
    place.hidden = !ledger.alarm && !ledger.instead;
    if (ledger.alarm) place.replaceChildren(createAlarm(ledger.alarm, seen));
    else if (ledger.instead) place.replaceChildren(createInstead(ledger, ledger.instead, () => { place.hidden = true; seen.acknowledge(); }));
    if (!place.hidden) announce(place.textContent ?? '');
  };
  seen.on('seen', show);
}

/**
 * @param {import('./pure/continuity.js').Alarm} alarm
 * @param {import('./seen-ledger.js').SeenLedger} seen
 */
function createAlarm({ at, text, evidence }, seen) {
  const files = evidence.map(({ name, label, text: content }) => h('button', { type: 'button', class: 'small', 'data-testid': `alarm-${name}`, onclick: () => download(name, content) }, icon('down'), label));
  const forget = h('button', { type: 'button', class: 'small', 'data-testid': 'alarm-forget', onclick: () => ask() }, 'Forget what was seen before');
  const sure = h('button', { type: 'button', class: 'small', 'data-testid': 'alarm-forget-sure', hidden: true, onclick: () => seen.forget() }, 'Yes, forget it and these files');
  const ask = () => {
    forget.hidden = true;
    sure.hidden = false;
    sure.focus();
  };
  return h('div', { class: 'notice bad', 'data-testid': 'alarm-bad' }, icon('warning'), h('div', {},
    h('p', {}, h('strong', {}, 'This node is not to be trusted.'), ' ', text),
    h('p', {}, ADVICE, h('span', { class: 'muted' }, ` Found on ${day(at)} at ${clockTime(at)}.`)),
    h('p', { class: 'outcome-more' }, files, forget, sure)));
}

/**
 * @param {import('./seen-ledger.js').Remembered} ledger
 * @param {string} before
 * @param {() => void} acknowledge
 */
function createInstead({ origin }, before, acknowledge) {
  return h('div', { class: 'notice warn', 'data-testid': 'alarm-instead' }, icon('question'), h('div', {},
    h('p', {}, h('strong', {}, 'Another ledger than before.'), ` At this address this browser saw the ledger ${nameOf(before)}, and now it sees ${nameOf(origin)}. Nothing that was seen before protects you in this one: if you did not expect it, ask the members.`),
    h('p', { class: 'outcome-more' }, h('button', { type: 'button', class: 'small', 'data-testid': 'alarm-acknowledge', onclick: acknowledge }, 'I know'))));
}

/** "lockstep/demo/27ad…" → "demo with genesis 27ad9e1d" @param {string} origin */
function nameOf(origin) {
  const [, ledger, genesis = ''] = origin.split('/');
  return `${ledger} with genesis ${genesis.slice(0, 8)}`;
}
