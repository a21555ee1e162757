// A recording as one HTML file that needs no server: the node makes the player, and the recording is put into it.

/** Nothing that a memo or a reason holds ends the script. @param {unknown} value */
const json = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * The ledger comes last: its place is the first of that name, whatever the recording holds.
 * @param {string} player without a recording, as the node has it under `player.html`
 * @param {string} ledger the name of what was recorded
 * @param {unknown} recording what the player reads
 */
export const htmlFile = (player, ledger, recording) => player
  .replace('{{recording}}', () => json(recording))
  .replace('{{ledger}}', () => escaped(ledger));
