// The views of the console, in the order of their tabs; the first one is home. A view is a module with `create(app)`
// that returns its element; a further one is a line here. It is loaded when it is first looked at.
/** @typedef {{ id: string, label: string, key: string, load: () => Promise<{ create: (app: import('./main.js').App) => HTMLElement }> }} View */

/** @type {[View, ...View[]]} */
export const VIEWS = [
  { id: 'protocol', label: 'Protocol', key: 'p', load: () => import('./protocol-view.js') },
  { id: 'chain', label: 'Chain', key: 'c', load: () => import('./chain-view.js') },
  { id: 'accounts', label: 'Accounts', key: 'a', load: () => import('./accounts-view.js') },
  { id: 'cluster', label: 'Cluster', key: 'm', load: () => import('./cluster-view.js') },
];
