// A second picture: another branch, or the same requests and faults in another protocol.
import { h } from '../dom.js';
import { createDiagram } from '../protocol/diagram.js';
import { Lens } from '../protocol/lens.js';
import { Life } from './life.js';

export function createBeside() {
  const life = new Life();
  const lens = new Lens(life, true);
  const diagram = createDiagram(lens, life);
  const title = h('h2', {});
  const members = h('p', { 'data-testid': 'beside-members' });
  const element = h('section', { class: 'lab-beside', 'data-testid': 'beside', hidden: true, 'aria-label': 'Beside it' }, title, members, h('div', { class: 'picture alone' }, diagram.element));

  /** @param {import('./link.js').State['beside']} part */
  function show(part) {
    element.hidden = !part;
    if (!part) {
      life.known = null;
      return;
    }
    title.textContent = part.title;
    members.textContent = `${part.members.map(({ name, state, height, waits_for: awaited }) => `${name} ${state}, block ${height}${awaited.length ? `, waits for ${awaited.join(', ')}` : ''}`).join(' · ')}${part.broken ? ` · Broken: ${part.broken}` : ''}`;
    life.show(part, part.protocol);
    lens.follow();
  }
  return { element, show, get known() { return life.known; } };
}
