// What an event makes out of date of what the page has read from its node. The status comes by itself.

/** @type {Record<string, ('accounts' | 'log')[]>} */
const OUTDATED = { executed: ['accounts', 'log'], block: ['accounts', 'log'], committed: ['accounts'] };

/** @param {{ kind: string }} event one of a later version is no reason to fail */
export const outdatedBy = ({ kind }) => (Object.hasOwn(OUTDATED, kind) ? (OUTDATED[kind] ?? []) : []);
