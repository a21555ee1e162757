// Building elements. There is no way to pass markup in: strings become text nodes, so that a memo
// that holds HTML is shown, never run.

/** @typedef {Node | string | null | false | undefined | Child[]} Child */
/** @typedef {Record<string, string | boolean | null | undefined | ((event: any) => unknown)>} Attributes */

/**
 * h('p', { class: 'note', onclick: f, 'aria-live': 'polite' }, 'text', element, null)
 * Keys that start with "on" are listeners, true and false switch a boolean attribute, null leaves it out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {...Child} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  append(element, children);
  return element;
}

/**
 * @param {Element} parent
 * @param {Child[]} children
 */
function append(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child != null && child !== false) parent.append(child);
  }
}

/**
 * The element of the page that has this id.
 * @param {string} id
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element "${id}".`);
  return element;
}

/**
 * The element below this one that has this data-slot.
 * @param {Element} parent
 * @param {string} name
 */
export function slot(parent, name) {
  const element = parent.querySelector(`[data-slot=${name}]`);
  if (!(element instanceof HTMLElement)) throw new Error(`There is no slot "${name}".`);
  return element;
}

/**
 * Writes only what is different: an unchanged text keeps the reader's selection and costs no layout.
 * @param {Node} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Keeps one element per key, in the order of the items; what is gone is removed, what stayed is not rebuilt.
 * @template Item
 * @param {HTMLElement} parent
 * @param {Item[]} items
 * @param {(item: Item) => string | number} keyOf
 * @param {(item: Item) => HTMLElement} create
 * @param {(element: HTMLElement, item: Item) => void} [update]
 */
export function reconcile(parent, items, keyOf, create, update) {
  const keys = new Set(items.map((item) => String(keyOf(item))));
  /** @type {Map<string, HTMLElement>} */
  const known = new Map();
  for (const element of /** @type {HTMLElement[]} */ ([...parent.children])) {
    // First of all, so that what stays need not be moved, which would take the focus from it.
    const { key } = element.dataset;
    if (key !== undefined && keys.has(key)) known.set(key, element);
    else element.remove();
  }
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let element = known.get(key);
    if (!element) {
      element = create(item);
      element.dataset.key = key;
    }
    update?.(element, item);
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
}

/**
 * Says something to people who listen to the page, for changes that the eye catches by itself.
 * @param {string} text
 */
export function announce(text) {
  byId('announcer').textContent = text;
}

let counter = 0;
/**
 * An id for aria-labelledby and the like, unique in the page.
 * @param {string} prefix
 */
export const freshId = (prefix) => `${prefix}-${++counter}`;

/** How often somebody has pressed a key or a button, or written something. */
let gestures = 0;
for (const type of ['keydown', 'pointerdown', 'input']) addEventListener(type, () => gestures++, { capture: true });

/**
 * To be called at the beginning of something that takes a while. The result gives the focus to an element at its end,
 * unless somebody has gone on to something else meanwhile, or is writing, such as the next search.
 */
export function focusAfterwards() {
  const before = gestures;
  return (/** @type {HTMLElement} */ element) => {
    const { activeElement } = document;
    const isWriting = activeElement instanceof HTMLInputElement && activeElement.value !== '';
    if (gestures === before && !isWriting) element.focus({ preventScroll: true });
  };
}
