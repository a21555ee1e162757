// How the types of messages are told apart: each has a word and the shape of its arrow's head, never a colour alone.

/** @typedef {'filled' | 'open' | 'diamond' | 'circle' | 'bar'} Head */

/** @type {Record<string, Head>} */
const HEADS = {
  request: 'filled', ack: 'open', release: 'diamond', append: 'bar',
  prepare: 'filled', promise: 'open', accept: 'diamond', accepted: 'circle', commit: 'bar', rejected: 'bar',
  durable: 'circle', heartbeat: 'circle',
};

/** Signs of life and reports of disks: most of all messages, and part of no decision but as evidence. */
const CHATTER = new Set(['heartbeat', 'durable', 'checkpoint', 'signature']);

/**
 * A type of a later version looks like a filled arrow.
 * @param {string} type
 */
export const headOf = (type) => HEADS[type] ?? 'filled';

/** @param {string | undefined} type */
export const isChatter = (type) => type !== undefined && CHATTER.has(type);

/** @param {Wire.Step} step */
export const isMessage = (step) => step.kind === 'sent' || step.kind === 'received' || step.kind === 'dropped';

/**
 * Whether the receipt is the one that an entry rests on.
 * @param {Wire.Step} step
 * @param {Wire.Evidence} evidence
 */
export const isEvidence = (step, { type, time, message }) => (message === undefined ? step.type === type && step.message_time === time : step.message === message);

/**
 * Names a message at both ends. Events of earlier versions have no name for it; one member sends another hardly two
 * messages of one type at one time.
 * @param {{ step: Wire.Step, member: string }} point
 */
export function messageOf({ step: { message, from, to, type, message_time: time }, member }) {
  return message ?? `${from ?? member} ${to ?? member} ${type} ${time}`;
}
