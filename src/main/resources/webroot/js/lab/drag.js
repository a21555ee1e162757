// An arrow that is dragged: one in flight is delivered, one that has arrived arrives earlier, on a branch of its own.
import { h } from '../dom.js';

/** @typedef {import('../pure/trace.js').Point} Point */
/** So far at least a hand moves that drags. */
const MOVED = 12;

/**
 * @param {import('../protocol/lens.js').Lens} lens
 * @param {ReturnType<typeof import('../protocol/diagram.js').createDiagram>} diagram
 * @param {() => import('./link.js').State | null} shown
 * @param {(line: string) => unknown} run
 */
export function installDrag(lens, diagram, shown, run) {
  const hint = h('p', { class: 'lab-drag', hidden: true });
  diagram.element.append(hint);
  /** @type {{ point: Point, x: number, y: number } | null} */
  let held = null;

  /** @param {PointerEvent} event */
  const lineOf = (event) => {
    if (!held || Math.hypot(event.clientX - held.x, event.clientY - held.y) < MOVED) return null;
    const { point } = held;
    const step = /** @type {any} */ (point.step);
    if (step.kind === 'received') return reordered(lens, diagram, point, event);
    const flying = shown()?.flight.find(({ message, obstacle }) => message === step.message && !obstacle);
    return flying ? { line: `deliver ${flying.name}`, text: `deliver ${flying.name}` } : null;
  };
  diagram.element.addEventListener('pointerdown', (event) => {
    const point = diagram.looseAt(event) ?? diagram.at(event);
    if (point && (point.step.kind === 'received' || (point.step.kind === 'sent' && point.receivers.length === 0))) held = { point, x: event.clientX, y: event.clientY };
  });
  diagram.element.addEventListener('pointermove', (event) => {
    if (!held) return;
    const wanted = lineOf(event);
    hint.hidden = !wanted;
    hint.textContent = wanted?.text ?? '';
  });
  diagram.element.addEventListener('pointerup', (event) => {
    const wanted = lineOf(event);
    held = null;
    hint.hidden = true;
    if (wanted) run(wanted.line);
  });
  diagram.element.addEventListener('pointercancel', () => {
    held = null;
    hint.hidden = true;
  });
}

/**
 * Before which step of the life it would arrive: that of the first event of its member below the hand.
 * @param {import('../protocol/lens.js').Lens} lens
 * @param {ReturnType<typeof import('../protocol/diagram.js').createDiagram>} diagram
 * @param {Point} point
 * @param {PointerEvent} event
 */
function reordered({ trace }, diagram, point, event) {
  const row = diagram.rowAt(event);
  const next = trace?.lane(point.member).find((each) => stepOf(each) > 0 && diagram.rowOf(each) >= row);
  const [moved, before] = [stepOf(point), next ? stepOf(next) : 0];
  return before > 0 && before < moved ? { line: `reorder ${moved} before ${before}`, text: `step ${moved} before step ${before}` } : null;
}

/** @param {Point} point */
const stepOf = (point) => Number(/** @type {any} */ (point.step).life_step ?? 0);
