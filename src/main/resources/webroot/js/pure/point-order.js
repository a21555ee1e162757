// Which of two events comes first, as far as nothing has caused the other.

/** @typedef {import('./trace.js').Point} Point */

/**
 * @param {Point} point
 * @param {Point | undefined} before the event of its member before it
 * @param {boolean} isByWall whether concurrent events are ordered by wall clock
 */
export function logicalOf({ step, millis, sender }, before, isByWall) {
  const own = Math.max(isByWall ? millis : step.time, before?.logical ?? 0);
  return sender ? Math.max(own, sender.logical + (isByWall ? 0.001 : 1)) : own;
}

/**
 * @param {Point} one
 * @param {Point} other
 */
export function isBefore(one, other) {
  if (one.logical !== other.logical) return one.logical < other.logical;
  return one.millis !== other.millis ? one.millis < other.millis : one.lane < other.lane;
}
