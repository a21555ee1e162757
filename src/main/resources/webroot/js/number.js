// Numbers and amounts as elements.
import { h } from './dom.js';
import { digitGroups } from './pure/format.js';

/**
 * A number in groups of three digits. The gaps are margins, not characters: what is copied or read out
 * is the plain number.
 * @param {number | string} number
 */
export function grouped(number) {
  const groups = digitGroups(number);
  const element = h('span', { class: 'number' });
  for (const group of groups.slice(0, -1)) element.append(h('span', { class: 'group' }, group));
  element.append(groups.at(-1) ?? '');
  return element;
}
