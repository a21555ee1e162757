// What became of the transfer, under its form.
import { h } from '../dom.js';
import { icon } from '../icons.js';

export class OutcomeView {
  element = h('div', { class: 'outcome', role: 'status', 'data-testid': 'transfer-outcome' });

  /** What is asked about the outcome later. It goes with it. */
  below = h('div', { class: 'outcome-below' });

  clear() {
    this.below.replaceChildren();
    delete this.element.dataset.outcome;
    this.element.className = 'outcome';
    this.element.replaceChildren();
  }

  /**
   * @param {Pick<import('../pure/transfer-outcome.js').Outcome, 'tone' | 'icon' | 'title' | 'text' | 'detail'>} outcome
   * @param {string | null} id of the transfer while it is not settled
   * @param {(HTMLElement | null)[]} more buttons and the like
   */
  show({ tone, icon: iconName, title, text, detail = '' }, id, more = []) {
    this.below.replaceChildren();
    this.element.dataset.outcome = title.toLowerCase().replaceAll(' ', '_');
    this.element.className = `outcome notice ${tone}`;
    this.element.replaceChildren(icon(iconName), h('div', {},
      h('p', {}, h('strong', {}, title), ' ', h('span', {}, text)),
      detail && !text.includes(detail) ? h('p', { class: 'muted' }, detail) : null,
      id ? h('p', { class: 'outcome-id muted' }, `id ${id}`) : null,
      more.some(Boolean) ? h('p', { class: 'outcome-more' }, more) : null));
    this.element.scrollIntoView({ block: 'nearest' });
  }
}
