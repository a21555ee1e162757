// View, moment and selection in the address, so that a link opens what its sender saw.

/**
 * `at` is an event, as member and number. `from` has the first number of each member that was in view, so that the
 * same piece of history is fetched.
 * @typedef {{ at: { member: string, seq: number } | null, from: Record<string, number> | null, member: string | null, only: string | null,
 *   type: string | null, transfer: string | null, chatter: boolean, wall: boolean, table: boolean }} Place
 */

const VIEW = '#protocol';

/**
 * @param {string} hash
 * @returns {Place}
 */
export function parseAddress(hash) {
  const query = hash.startsWith(`${VIEW}?`) ? hash.slice(VIEW.length + 1) : '';
  const all = new URLSearchParams(query);
  const at = numbered(all.get('at') ?? '')[0];
  const from = numbered(all.get('from') ?? '');
  return {
    at: at ? { member: at[0], seq: at[1] } : null,
    from: from.length ? Object.fromEntries(from) : null,
    member: all.get('card'),
    only: all.get('member'),
    type: all.get('type'),
    transfer: all.get('transfer'),
    chatter: all.has('chatter'),
    wall: all.has('wall'),
    table: all.has('table'),
  };
}

/** @param {Partial<Place>} place */
export function addressOf({ at, from, member, only, type, transfer, chatter, wall, table }) {
  const parts = [
    at && `at=${encodeURIComponent(at.member)}:${at.seq}`,
    from && `from=${Object.entries(from).map(([name, seq]) => `${encodeURIComponent(name)}:${seq}`).join(',')}`,
    member && `card=${encodeURIComponent(member)}`,
    only && `member=${encodeURIComponent(only)}`,
    type && `type=${encodeURIComponent(type)}`,
    transfer && `transfer=${encodeURIComponent(transfer)}`,
    chatter && 'chatter',
    wall && 'wall',
    table && 'table',
  ].filter(Boolean);
  return parts.length ? `${VIEW}?${parts.join('&')}` : VIEW;
}

/**
 * "A:7,B:12" → [["A", 7], ["B", 12]]; what is not written so is left out.
 * @param {string} text
 * @returns {[string, number][]}
 */
function numbered(text) {
  return text.split(',').flatMap((part) => {
    const [, name, seq] = /^(.+):(\d{1,16})$/.exec(part) ?? [];
    return name && seq ? [/** @type {[string, number]} */ ([name, Number(seq)])] : [];
  });
}
