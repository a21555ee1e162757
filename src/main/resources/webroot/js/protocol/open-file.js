// A trace that somebody has as a file, in place of the cluster's own: of another cluster, or of a run of the simulator.
import { announce, h, setText } from '../dom.js';
import { readTrace } from '../pure/trace-file.js';
import { createPlayback } from './playback.js';

/** More than the diagram keeps of a trace. */
const BYTES_MAX = 256 * 1024 * 1024;

/**
 * A button, and the whole view takes a file that is dropped.
 * @param {HTMLElement} live the view of the cluster, which the file takes the place of
 * @param {import('../key-sheet.js').KeySheet} keys
 */
export function createOpener(live, keys) {
  const note = h('span', { role: 'status', 'data-testid': 'open-problem' });
  const input = h('input', { type: 'file', class: 'visually-hidden', tabindex: '-1', 'aria-label': 'Trace file', accept: '.jsonl,.json,.txt', 'data-testid': 'open-file' });
  const button = h('button', { type: 'button', class: 'small', title: 'A trace as a file: ./run.sh trace -o json, or ./run.sh simulate --seed 7 --trace FILE', 'data-testid': 'open', onclick: () => input.click() }, 'Open file');
  /** @type {HTMLElement | null} */
  let shown = null;
  const close = () => {
    shown?.remove();
    shown = null;
    live.hidden = false;
    announce('The cluster is shown again.');
    button.focus();
  };

  /** @param {File} file */
  const open = async (file) => {
    try {
      if (file.size > BYTES_MAX) throw new Error('it has more than 256 MB; cut it with --last N.');
      const recording = readTrace(file.name, await file.text());
      shown?.remove();
      const bar = h('p', { class: 'notice', 'data-testid': 'opened' }, h('strong', {}, file.name), ' is shown, not the cluster. ', h('button', { type: 'button', class: 'small', 'data-testid': 'close-file', onclick: close }, 'Back to the cluster'));
      const playback = createPlayback(recording, () => keys.open(), bar);
      const element = playback.element;
      shown = element;
      takesFiles(element, open);
      live.after(element);
      live.hidden = true;
      keys.add(file.name, playback.keys, () => shown === element && element.offsetParent !== null);
      setText(note, '');
      announce(`${file.name} is shown.`);
    } catch (problem) {
      setText(note, `${file.name} is not shown: ${problem instanceof Error ? problem.message : problem}`);
    }
  };
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) open(file);
    // The same file again is a change, too.
    input.value = '';
  });
  takesFiles(live, open);
  return [button, input, note];
}

/**
 * @param {HTMLElement} element
 * @param {(file: File) => void} open
 */
function takesFiles(element, open) {
  element.addEventListener('dragover', (event) => event.dataTransfer?.types.includes('Files') && event.preventDefault());
  element.addEventListener('drop', (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    open(file);
  });
}
