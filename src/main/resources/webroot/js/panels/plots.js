// Small plots of the last minute: transfers and messages a second, and how long answers took.
import { h, setText } from '../dom.js';
import { svg } from '../protocol/svg.js';
import { BUCKETS, SECONDS } from '../pure/rates.js';
import { panel } from './panel.js';

const SHOW_MILLIS = 1000;
const [WIDTH, HEIGHT] = [300, 54];

/** @param {import('../main.js').App} app */
export function createPlots({ watch }) {
  const plots = {
    transfers: createPlot('transfers', 'Transfers a second'), messages: createPlot('messages', 'Messages a second, of all members'), latency: createPlot('latency', 'Answers by milliseconds, at this node'),
  };
  const show = () => {
    const { rates } = watch;
    // A hidden view is not drawn.
    if (!rates || !plots.transfers.element.offsetParent) return;
    for (const what of /** @type {const} */ (['transfers', 'messages'])) {
      const counts = rates.lastMinute(what, Date.now());
      plots[what].draw(counts, `${counts.at(-2) ?? 0} now, at most ${Math.max(...counts)}`, [`${SECONDS} s ago`, 'now']);
    }
    const { counts, number, p50, p99 } = rates.latencies();
    plots.latency.draw(counts, number ? `half within ${p50} ms, 99 of 100 within ${p99} ms (${number})` : 'no answer yet', ['1', ...BUCKETS.slice(1, -1).map(String), 'more']);
  };
  setInterval(show, SHOW_MILLIS);
  return panel('Rates', { testid: 'plots' }, Object.values(plots).map(({ element }) => element));
}

/**
 * @param {string} name
 * @param {string} title
 */
function createPlot(name, title) {
  const note = h('span', { class: 'muted', 'data-testid': `plot-${name}` });
  const picture = svg({ tag: 'svg', attributes: { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'plot', 'aria-hidden': 'true', preserveAspectRatio: 'none' }, children: [], text: '' });
  const axis = h('div', { class: 'plot-axis muted', 'aria-hidden': 'true' });
  const element = h('figure', { class: 'plot-figure' }, h('figcaption', {}, title, ': ', note), picture, axis);
  return {
    element,
    /**
     * @param {number[]} counts
     * @param {string} words
     * @param {string[]} labels
     */
    draw(counts, words, labels) {
      setText(note, words);
      const most = Math.max(1, ...counts);
      const step = WIDTH / counts.length;
      picture.replaceChildren(...counts.map((count, i) => svg({ tag: 'rect', children: [], text: '',
        attributes: { x: (i * step).toFixed(1), y: (HEIGHT - (count / most) * HEIGHT).toFixed(1), width: (step * 0.86).toFixed(1), height: ((count / most) * HEIGHT).toFixed(1) } })));
      if (axis.childElementCount !== labels.length) axis.replaceChildren(...labels.map((label) => h('span', {}, label)));
    },
  };
}
