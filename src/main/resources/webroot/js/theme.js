// The theme button: what the system says, always light, always dark, round and round.
import { icon } from './icons.js';

const KEY = 'lockstep.theme';
/** @typedef {{ id: string, label: string, icon: string }} Choice */

/** @type {[Choice, ...Choice[]]} */
const CHOICES = [
  { id: 'auto', label: 'Auto', icon: 'auto' },
  { id: 'light', label: 'Light', icon: 'sun' },
  { id: 'dark', label: 'Dark', icon: 'moon' },
];

/** @param {Choice} choice */
const following = (choice) => CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length] ?? CHOICES[0];

function chosen() {
  const theme = document.documentElement.dataset.theme;
  return CHOICES.find((choice) => choice.id === theme) ?? CHOICES[0];
}

/** @param {Choice} choice */
function apply(choice) {
  if (choice.id === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice.id;
  try {
    localStorage.setItem(KEY, choice.id);
  } catch { /* Without storage the choice holds until the page is left. */ }
}

/** @param {HTMLElement} button */
export function installTheme(button) {
  const show = () => {
    const now = chosen();
    const next = following(now);
    const word = document.createElement('span');
    word.className = 'theme-word';
    word.textContent = now.label;
    button.replaceChildren(icon(now.icon), word);
    // The name begins with the visible word, so that speech control finds the button by it.
    button.setAttribute('aria-label', `${now.label} theme; switch to ${next.label.toLowerCase()}`);
    button.title = `Theme: ${now.label.toLowerCase()}`;
  };
  button.addEventListener('click', () => {
    apply(following(chosen()));
    show();
  });
  show();
}
