// How often things may happen: thousands of events a second must not become thousands of renderings.
import { RpcError } from './rpc.js';

/**
 * Asks for one rendering in the next frame, however often it is called before.
 * @param {() => unknown} render
 */
export function perFrame(render) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      render();
    });
  };
}

/** Renderings that wait for a frame of their own. @type {(() => unknown)[]} */
const waiting = [];

/** One in each frame: a frame in which all of them fell together would be a long one. */
function takeTurn() {
  const render = waiting.shift();
  // First: what goes wrong in one of them keeps no other from its turn.
  if (waiting.length) requestAnimationFrame(takeTurn);
  render?.();
}

/** @param {() => unknown} render */
function inTurn(render) {
  waiting.push(render);
  if (waiting.length === 1) requestAnimationFrame(takeTurn);
}

/**
 * Renders in one of the next frames, and then again after a rest if it was asked for meanwhile. No two renderings of this
 * kind are in one frame.
 * @param {() => unknown} render
 * @param {number} gapMillis
 */
export function rested(render, gapMillis) {
  let rests = false;
  let again = false;
  const run = () => {
    if (rests) {
      again = true;
      return;
    }
    rests = true;
    inTurn(() => {
      again = false;
      setTimeout(() => {
        rests = false;
        if (again) run();
      }, gapMillis);
      render();
    });
  };
  return run;
}

/** One slow answer is no reason to show what is old for long. */
const REST_MAX_MILLIS = 3000;

/**
 * Runs an asynchronous task at most once at a time, with a rest of at least gapMillis between two runs,
 * and of up to three times what the last run took: a busy node is asked less often, not more.
 * Calls during a run or a rest lead to exactly one more run.
 * @param {() => Promise<void>} task
 * @param {number} gapMillis
 */
export function paced(task, gapMillis) {
  let busy = false;
  let again = false;
  const run = async () => {
    busy = true;
    again = false;
    const began = performance.now();
    try {
      await task();
    } catch (problem) {
      // A lost connection is told elsewhere, and whoever reconnects asks again; all else is worth seeing.
      if (!(problem instanceof RpcError && problem.code === 'connection_lost')) console.warn(problem);
    }
    const rest = Math.max(gapMillis, Math.min(REST_MAX_MILLIS, 3 * (performance.now() - began)));
    setTimeout(() => {
      busy = false;
      if (again) run();
    }, rest);
  };
  return () => {
    if (busy) again = true;
    else run();
  };
}
