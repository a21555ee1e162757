// The command line at the foot of every view. On the protocol view it is there when it is wanted, and covers nothing.
import { byId } from './dom.js';
import { createCommandLine } from './panels/command-line.js';

/** @param {import('./main.js').App} app */
export function installPrompt(app) {
  const button = byId('prompt-toggle');
  const element = createCommandLine(app);
  element.id = 'prompt';
  byId('main').after(element);
  /** @type {boolean | null} what the reader wants; null leaves it to the view */
  let wanted = null;

  const show = () => {
    const open = wanted ?? app.views.current !== 'protocol';
    element.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
  };
  /** @param {boolean} open */
  const want = (open) => {
    wanted = open;
    show();
    if (open) element.querySelector('input')?.focus();
  };
  button.addEventListener('click', () => want(element.hidden === true));
  app.keys.add('The command line', [[':', 'write a command', () => want(true)]]);
  app.views.on('show', show);
  app.rpc.on('state', () => {
    button.hidden = app.rpc.state === 'unauthorized';
  });
  show();
}
