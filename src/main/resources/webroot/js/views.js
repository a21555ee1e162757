// The views of the console, in the order of their tabs. A view is a module with `create(app)` that returns its
// element; a further one is a line here. It is loaded when it is first looked at.
/** @typedef {{ id: string, label: string, load: () => Promise<{ create: (app: import('./main.js').App) => HTMLElement }> }} View */

/** @type {[View, ...View[]]} */
export const VIEWS = [
  { id: 'ledger', label: 'Ledger', load: () => import('./ledger-view.js') },
  { id: 'protocol', label: 'Protocol', load: () => import('./protocol-view.js') },
];
