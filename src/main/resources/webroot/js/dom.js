// Building elements. There is no way to pass markup in: strings become text nodes, so that a memo
// that holds HTML is shown, never run.

/**
 * h('p', { class: 'note', onclick: f, 'aria-live': 'polite' }, 'text', element, null)
 * Keys that start with "on" are listeners, true and false switch a boolean attribute, null leaves it out.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  append(element, children);
  return element;
}

export function append(parent, children) {
  for (const child of children.flat()) {
    if (child != null && child !== false) parent.append(child);
  }
}

/** Writes only what is different: an unchanged text keeps the reader's selection and costs no layout. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Keeps one element per key, in the order of the items; what is gone is removed, what stayed is not rebuilt. */
export function reconcile(parent, items, keyOf, create, update) {
  const keys = new Set(items.map((item) => String(keyOf(item))));
  const known = new Map();
  for (const element of [...parent.children]) {
    // First of all, so that what stays need not be moved, which would take the focus from it.
    if (keys.has(element.dataset.key)) known.set(element.dataset.key, element);
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

let announcer = null;

/** Says something to people who listen to the page, for changes that the eye catches by itself. */
export function announce(text) {
  announcer ??= document.getElementById('announcer');
  announcer.textContent = text;
}

let counter = 0;
/** An id for aria-labelledby and the like, unique in the page. */
export const freshId = (prefix) => `${prefix}-${++counter}`;
