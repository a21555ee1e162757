// Transfers for a spreadsheet (RFC 4180) or a program.

const COLUMNS = /** @type {const} */ (['height', 'position', 'id', 'from', 'to', 'amount', 'memo']);

/** @param {unknown} value */
function cell(value) {
  const text = String(value ?? '');
  // A spreadsheet takes what begins so for a formula, unless it is a number; the apostrophe keeps it a text.
  const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-][\d.]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * @param {object[]} rows
 * @param {readonly string[]} columns
 */
export function toCsv(rows, columns = COLUMNS) {
  const cells = rows.map((row) => columns.map((name) => cell(/** @type {Record<string, unknown>} */ (row)[name])));
  return [columns, ...cells].map((each) => `${each.join(',')}\r\n`).join('');
}

/** @param {Wire.Block[]} blocks */
export const transfersOfBlocks = (blocks) => blocks.flatMap(({ height, transfers }) => transfers.map((transfer, position) => ({ ...transfer, height, position })));
