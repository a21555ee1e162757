// The bytes of a block, field by field, as docs/format.md has them. What is hashed and what is shown is made from these.
import { Bytes } from './bytes.js';

/** @typedef {{ name: string, value: string, bytes: Uint8Array }} Field */

/**
 * @param {string} name
 * @param {string} value
 * @param {Bytes} bytes
 * @returns {Field}
 */
const field = (name, value, bytes) => ({ name, value, bytes: bytes.done() });

/**
 * @param {Wire.Header} header
 * @returns {Field[]}
 */
export function headerFields(header) {
  return [
    field('format', '"lockstep-block-v1"', new Bytes().text('lockstep-block-v1')),
    field('height', String(header.height), new Bytes().int64(header.height)),
    field('previous hash', `the hash of block ${header.height - 1}`, new Bytes().hex(header.previous_hash)),
    field('Lamport time', String(header.time), new Bytes().int64(header.time)),
    field('proposer', `2 bytes of length, then "${header.proposer}"`, new Bytes().str(header.proposer)),
    field('transfer count', String(header.transfer_count), new Bytes().int32(header.transfer_count)),
    field('root', 'of the Merkle tree over the transfers', new Bytes().hex(header.root)),
  ];
}

/**
 * @param {Wire.NewTransfer} transfer
 * @returns {Field[]}
 */
export function transferFields({ id, from, to, amount, memo = '' }) {
  return [
    field('id', id, new Bytes().hex(id.replaceAll('-', ''))),
    field('from', `"${from}"`, new Bytes().str(from)),
    field('to', `"${to}"`, new Bytes().str(to)),
    field('amount', `${wholeUnits(amount)} minor units`, new Bytes().int64(wholeUnits(amount))),
    field('memo', `"${memo}"`, new Bytes().str(memo)),
  ];
}

/** @param {Field[]} fields */
export const joined = (fields) => fields.reduce((all, { bytes }) => all.raw(bytes), new Bytes());

/** @param {string} amount */
function wholeUnits(amount) {
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(2, '0'));
}
