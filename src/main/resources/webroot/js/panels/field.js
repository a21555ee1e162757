// Fields of a form: a label, a control, and a place for what is wrong with its content.
import { freshId, h, reconcile, setText } from '../dom.js';
import { icon } from '../icons.js';

/**
 * @param {string} name
 * @param {string} label
 */
export function selectField(name, label) {
  const id = freshId('field');
  const control = h('select', { id, name, required: true, 'data-testid': `transfer-${name}` });
  let filled = '';
  /**
   * There may be 100,000 names, and they stay the same: looking through as many elements is not for every block.
   * @param {string[]} names
   */
  const fill = (names) => {
    if (filled === names.join(' ')) return;
    filled = names.join(' ');
    reconcile(control, names, String, (each) => h('option', { value: each }, each));
  };
  return { control, fill, field: h('div', { class: 'field' }, h('label', { for: id }, label), control) };
}

/**
 * @param {string} name
 * @param {string} label
 * @param {import('../dom.js').Attributes} attributes
 */
export function textField(name, label, attributes, hint = '') {
  const id = freshId('field');
  const words = h('span', {});
  const problem = h('p', { class: 'problem', id: `${id}-problem`, 'data-testid': `transfer-${name}-problem`, hidden: true }, icon('warning'), words);
  const control = h('input', { id, name, type: 'text', 'data-testid': `transfer-${name}`, 'aria-describedby': problem.id, ...attributes });
  /** @param {string} text empty when nothing is wrong */
  const complain = (text) => {
    problem.hidden = !text;
    setText(words, text);
    control.setAttribute('aria-invalid', String(Boolean(text)));
  };
  return {
    control,
    complain,
    problem,
    field: h('div', { class: 'field' }, h('label', { for: id }, label, hint ? h('span', { class: 'muted' }, ` ${hint}`) : ''), control),
  };
}
