// The frame around the views: freshness, outage, whose node it is, sign-in.
import { announce, byId, h, setText, slot } from './dom.js';
import { icon } from './icons.js';
import { clockTime, duration } from './pure/format.js';

/** @type {Record<import('./pure/freshness.js').Freshness['state'], { icon: string, text: (fresh: import('./pure/freshness.js').Freshness) => string }>} */
const FRESH = {
  connecting: { icon: 'hourglass', text: () => 'Connecting' },
  live: { icon: 'live', text: () => 'LIVE' },
  lagging: { icon: 'hourglass', text: ({ blocks }) => `LAGGING ${blocks}` },
  stale: { icon: 'warning', text: ({ since }) => `STALE since ${clockTime(Number(since))}` },
};

const MODES = { lamport: 'Lamport mode', paxos: 'Paxos mode' };

/** @param {import('./main.js').App} app */
export function installShell(app) {
  const { rpc, node, freshness } = app;
  const main = byId('main');
  installFreshness(rpc, freshness);
  installOutage(rpc, freshness);
  installWhoAmI(node);
  installSignOut(rpc);

  const signIn = createSignIn(rpc);
  rpc.on('state', () => {
    if (rpc.state === 'unauthorized') {
      document.body.classList.add('signed-out');
      // Once only: putting it there again would take the focus from its button.
      if (signIn.isConnected) announce('Still not signed in.');
      else main.append(signIn);
    } else if (rpc.state === 'open') {
      document.body.classList.remove('signed-out');
      signIn.remove();
    }
  });
}

/**
 * On every view, whether what it shows is what the node has now.
 * @param {import('./rpc.js').RpcClient} rpc
 * @param {import('./freshness.js').FreshnessWatch} freshness
 */
function installFreshness(rpc, freshness) {
  const place = byId('connection');
  const show = () => {
    const { icon: name, text } = rpc.state === 'unauthorized' ? { icon: 'cross', text: () => 'Not signed in' } : FRESH[freshness.now.state];
    place.dataset.state = rpc.state;
    place.dataset.fresh = freshness.now.state;
    place.title = freshness.now.state === 'lagging' ? 'So many blocks the node has more than this page shows.' : '';
    place.replaceChildren(icon(name), h('span', {}, text(freshness.now)));
  };
  rpc.on('state', show);
  freshness.on('change', show);
}

/**
 * @param {import('./rpc.js').RpcClient} rpc
 * @param {import('./freshness.js').FreshnessWatch} freshness
 */
function installOutage(rpc, freshness) {
  const outage = byId('outage');
  const outageText = byId('outage-text');
  const retry = byId('outage-retry');
  retry.addEventListener('click', () => rpc.retryNow());
  const show = () => {
    const { state, since } = freshness.now;
    outage.hidden = state !== 'stale' || rpc.state === 'unauthorized';
    if (outage.hidden || since === null) return;
    const silent = `The node has said nothing for ${duration(Date.now() - since)}. What you see is from ${clockTime(since)}.`;
    const wait = rpc.state === 'open' ? 'The connection is open, but nothing comes: the node is stopped, or very busy.'
      : rpc.state === 'waiting' ? `Trying again in ${Math.max(0, Math.ceil((rpc.retryAt - Date.now()) / 1000))} s.` : 'Trying now.';
    retry.hidden = rpc.state === 'open';
    setText(outageText, `${silent} ${wait}`);
  };
  setInterval(show, 500);
  rpc.on('state', show);
  freshness.on('change', show);
  addEventListener('online', () => rpc.retryNow());
}

/** @param {import('./node-state.js').NodeState} node */
function installWhoAmI(node) {
  const place = byId('whoami');
  const member = h('strong', { class: 'member' });
  const ledger = h('span', { class: 'muted' });
  const lab = h('strong', { class: 'in-lab', hidden: true, 'data-testid': 'in-lab', title: 'Somebody may cut, hold, freeze and kill here: lab: true in the cluster file.' }, 'LAB');
  place.append(member, ledger, lab);
  node.on('status', (status) => {
    place.hidden = false;
    setText(member, status.member);
    setText(ledger, `${status.ledger} · ${MODES[status.protocol]}`);
    lab.hidden = !status.lab;
    document.title = `${status.member} · ${status.ledger} · Lockstep`;
  });
}

/** @param {import('./rpc.js').RpcClient} rpc */
function installSignOut(rpc) {
  const button = byId('sign-out');
  rpc.on('state', () => {
    button.hidden = rpc.state !== 'open';
  });
  button.addEventListener('click', async () => {
    try {
      const answer = await fetch('/api/sign-out', { method: 'POST' });
      // A session that has ended meanwhile is just as good.
      if (answer.ok || answer.status === 401) {
        // Nothing of what this page has shown stays in its memory.
        location.reload();
        return;
      }
    } catch {
      // The node does not answer: below.
    }
    announce('You are still signed in, because the node did not answer. Try again.');
    button.textContent = 'Sign out failed: try again';
  });
}

/** @param {import('./rpc.js').RpcClient} rpc */
function createSignIn(rpc) {
  const template = /** @type {HTMLTemplateElement} */ (byId('sign-in-template'));
  const section = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
  slot(section, 'link').textContent = `${location.origin}/?token=…`;
  slot(section, 'retry').addEventListener('click', () => rpc.retryNow());
  return section;
}
