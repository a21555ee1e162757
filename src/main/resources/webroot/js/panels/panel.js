// What every panel has: a named region with a heading, and room for something beside the heading.
import { freshId, h } from '../dom.js';

/**
 * @param {string} title
 * @param {{ testid: string, aside?: import('../dom.js').Child, className?: string }} options
 * @param {...import('../dom.js').Child} content
 */
export function panel(title, { testid, aside = null, className = '' }, ...content) {
  const id = freshId('panel');
  return h('section', { class: `panel ${className}`, 'aria-labelledby': id, 'data-testid': testid },
    h('header', { class: 'panel-head' }, h('h2', { id }, title), aside),
    ...content);
}
