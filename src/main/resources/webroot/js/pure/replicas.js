// Whether the members' copies of the chain are equal, as far as this page can know.
import { listing, plural } from './format.js';

/** `hash` is null when the page has not learnt it. @typedef {{ member: string, height: number | null, hash: string | null, reachable: boolean }} Head */
/** What a majority has signed, checked with the keys that this browser knows. @typedef {{ height: number, signatories: string[] }} Signed */
/** @typedef {{ answer: 'yes' | 'no' | 'behind' | 'unknown', text: string }} Verdict */

/**
 * @param {Head[]} heads of all members, this node's among them
 * @param {(height: number) => string | undefined} hashAt the hash of a block on this node's chain
 * @param {Signed | null} signed
 * @returns {Verdict}
 */
export function compareReplicas(heads, hashAt, signed) {
  const other = heads.find(({ height, hash }) => height !== null && hash !== null && (hashAt(height) ?? hash) !== hash);
  if (other) return { answer: 'no', text: `No: ${other.member} has another block #${other.height} than this node.` };
  const highest = Math.max(...heads.map(({ height }) => height ?? 0));
  const silent = heads.filter(({ reachable }) => !reachable).map(({ member }) => member);
  const behind = heads.filter(({ height, reachable }) => reachable && height !== null && height < highest);
  const unproved = heads.filter((head) => head.reachable && !isProved(head, hashAt, signed)).map(({ member }) => member);
  const words = signed ? ` ${listing(signed.signatories)} have signed the chain up to #${signed.height}.` : '';
  if (unproved.length) return { answer: 'unknown', text: `Not known yet: the newest hash of ${listing(unproved)} has not been seen.${words}` };
  if (behind.length) {
    return { answer: 'behind', text: `Equal as far as they go: ${listing(behind.map(({ member, height }) => `${member} has ${plural(highest - (height ?? 0), 'block')} less`))}.${words}` };
  }
  if (silent.length) return { answer: 'unknown', text: `Those that can be reached are equal up to #${highest}; ${listing(silent)} cannot be asked.${words}` };
  return { answer: 'yes', text: `Yes: all ${heads.length} have the same block #${highest}.${words}` };
}

/**
 * By its newest hash, or by its signature under the root of the chain.
 * @param {Head} head
 * @param {(height: number) => string | undefined} hashAt
 * @param {Signed | null} signed
 */
function isProved({ member, height, hash }, hashAt, signed) {
  if (height !== null && hash !== null) return hashAt(height) === hash;
  return signed !== null && height !== null && height <= signed.height && signed.signatories.includes(member);
}
