// An abbreviated hash: the whole one on hover, and in the clipboard on a click.
import { announce, h } from './dom.js';
import { shortHash } from './pure/format.js';
import { icon } from './icons.js';

/**
 * @param {string} hash
 * @param {string} what said to people who listen to the page
 */
export function hashChip(hash, what = 'hash') {
  const text = h('span', { class: 'hash-text' }, shortHash(hash));
  const button = h('button', {
    type: 'button',
    class: 'hash',
    title: `${hash}\nClick to copy`,
    'aria-label': `${shortHash(hash)}, copy the ${what}`,
    'data-hash': hash,
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(hash);
        announce(`Copied the ${what}.`);
        button.classList.add('copied');
        text.textContent = 'copied';
        setTimeout(() => {
          button.classList.remove('copied');
          text.textContent = shortHash(hash);
        }, 1200);
      } catch {
        // No clipboard here (plain HTTP from elsewhere): show it whole, so that it can be selected.
        text.textContent = hash;
      }
    },
  }, text, icon('copy'));
  return button;
}
