// The newest events of the node. There may be thousands a second: they are kept in short lists, one per group
// so that messages do not push out blocks, and shown a few times a second, which is as fast as one can read.
import { h, reconcile, setText } from '../dom.js';
import { icon } from '../icons.js';
import { EventRings } from '../pure/event-rings.js';
import { GROUPS, describe } from '../pure/event-text.js';
import { panel } from './panel.js';

const SHOWN = 100;
const RENDER_GAP_MILLIS = 150;

/** @param {import('../main.js').App} app */
export function createEvents({ subscription, node }) {
  const kept = new EventRings(SHOWN);
  const wanted = new Set(GROUPS.filter(({ off }) => !off).map(({ id }) => id));
  const list = h('ol', { class: 'events', 'data-testid': 'events-list' });
  const empty = h('p', { class: 'muted' }, 'No event of the selected kinds since this view was opened.');
  const rate = h('span', { class: 'muted rate' });
  let paused = false;
  let due = false;
  let arrived = 0;
  let gaps = 0;

  const pause = h('button', { type: 'button', class: 'small', 'aria-pressed': 'false', 'data-testid': 'events-pause' }, icon('pause'), 'Pause');
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    pause.replaceChildren(icon(paused ? 'play' : 'pause'), paused ? 'Paused' : 'Pause');
    render();
  });

  /** @param {import('../pure/event-rings.js').ShownEvent} event */
  function take(event) {
    arrived++;
    kept.add(event);
    schedule();
  }

  function schedule() {
    if (due) return;
    due = true;
    // The frame after a rest: hidden tabs get no frames and so cost nothing.
    setTimeout(() => requestAnimationFrame(() => {
      due = false;
      render();
    }), RENDER_GAP_MILLIS);
  }

  function render(evenIfPaused = false) {
    if (paused && !evenIfPaused) return;
    const events = kept.newest(wanted);
    empty.hidden = events.length > 0;
    reconcile(list, events, (event) => event.key ?? event.seq, createRow);
  }

  subscription.on('event', take);
  subscription.on('gap', ({ from, to }) => take({ kind: 'gap', seq: to, key: `gap${gaps++}`, from, to }));
  setInterval(() => {
    setText(rate, arrived ? `${arrived} a second` : '');
    arrived = 0;
  }, 1000);

  return panel('Events', { testid: 'events', className: 'events-panel', aside: h('div', { class: 'panel-tools' }, rate, pause) },
    createFilters(wanted, node, () => render(true)),
    h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Newest events of this node, newest first' }, empty, list));
}

/**
 * @param {Set<string>} wanted the groups that are shown
 * @param {import('../node-state.js').NodeState} node
 * @param {() => void} whenChanged
 */
function createFilters(wanted, node, whenChanged) {
  return h('fieldset', { class: 'filters' }, h('legend', { class: 'visually-hidden' }, 'Show events about'), GROUPS.map((group) => {
    const box = h('input', { type: 'checkbox', checked: !group.off, 'data-testid': `events-filter-${group.id}` });
    box.addEventListener('change', () => {
      if (box.checked) wanted.add(group.id);
      else wanted.delete(group.id);
      whenChanged();
    });
    const label = h('label', {}, box, group.label);
    if (group.protocol) {
      node.on('status', ({ protocol }) => {
        label.hidden = protocol !== group.protocol;
      });
    }
    return label;
  }));
}

/** @param {Wire.Event} event */
function createRow(event) {
  const { icon: name, text, strong, group } = describe(event);
  return h('li', { class: `event${strong ? ' strong' : ''}`, 'data-kind': event.kind, 'data-group': group, title: event.at ? `${event.at}, event ${event.seq}` : null },
    h('span', { class: 'event-time' }, event.time === undefined ? '' : String(event.time)),
    icon(name),
    h('span', { class: 'event-text' }, h('span', { class: 'visually-hidden' }, event.kind === 'sent' ? 'sent ' : event.kind === 'received' ? 'received ' : ''), text));
}
