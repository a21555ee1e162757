// Completes what stands before the cursor: a command first, then what it takes.
const OUTPUTS = ['table', 'json'];
const FLAGS = ['-o', '--page', '--all'];
/** Commands that take accounts, and how many. */
const ACCOUNTS = { transfer: 2, balance: 1, statement: 1, printbalance: 1 };

/**
 * The word that the line ends with, and what it may become.
 * @param {string} line
 * @param {string[]} commands
 * @param {string[]} accounts
 */
export function candidates(line, commands, accounts) {
  const words = line.split(/\s+/);
  const word = words.at(-1) ?? '';
  const before = words.slice(0, -1).filter(Boolean);
  const from = before.length === 0 ? commands : further(before, word, accounts);
  const matching = from.filter((each) => each.toLowerCase().startsWith(word.toLowerCase()));
  return { word, candidates: [...new Set(matching)] };
}

/**
 * @param {string[]} before the command, and what stands behind it
 * @param {string} word
 * @param {string[]} accounts
 */
function further(before, word, accounts) {
  const [command = '', ...rest] = before;
  if (before.at(-1) === '-o') return OUTPUTS;
  if (word.startsWith('-')) return FLAGS;
  const name = command.toLowerCase();
  if (name === 'transfer' && /^\d/.test(before.at(-1) ?? '')) return ['for'];
  // A memo is anything.
  if (rest.includes('for')) return [];
  const taken = Object.hasOwn(ACCOUNTS, name) ? ACCOUNTS[/** @type {keyof typeof ACCOUNTS} */ (name)] : 0;
  return rest.length < taken ? accounts : [];
}

/**
 * Completes as far as the candidates agree; a single one is followed by a space.
 * @param {string} line
 * @param {string[]} commands
 * @param {string[]} accounts
 */
export function complete(line, commands, accounts) {
  const { word, candidates: found } = candidates(line, commands, accounts);
  if (found.length === 0) return { line, found };
  const common = found.reduce((one, other) => {
    let length = 0;
    while (length < one.length && one[length]?.toLowerCase() === other[length]?.toLowerCase()) length++;
    return one.slice(0, length);
  });
  const completed = found.length === 1 ? `${found[0]} ` : common.length > word.length ? common : word;
  return { line: line.slice(0, line.length - word.length) + completed, found };
}
