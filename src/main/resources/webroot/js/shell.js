// The frame around the views: tabs, connection, outage, sign-in.
import { announce, h, setText } from './dom.js';
import { clockTime, duration } from './format.js';
import { icon } from './icons.js';
import { VIEWS } from './views.js';

const CONNECTION = {
  connecting: { icon: 'hourglass', text: 'Connecting' },
  open: { icon: 'live', text: 'Live' },
  waiting: { icon: 'warning', text: 'Offline' },
  unauthorized: { icon: 'cross', text: 'Not signed in' },
};

export function installShell(app) {
  const { rpc, node } = app;
  const main = document.getElementById('main');
  installTabs(app, main);
  installConnection(rpc);
  installWhoAmI(node);

  const signIn = createSignIn(rpc);
  rpc.addEventListener('state', () => {
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

/** Tabs are links, so that a view can be bookmarked and the back button works. */
function installTabs(app, main) {
  const tabs = document.getElementById('tabs');
  const created = new Map();
  const links = new Map(VIEWS.map(({ id, label }) => [id, h('a', { href: `#${id}`, 'data-testid': `tab-${id}` }, label)]));
  tabs.append(...links.values());
  tabs.hidden = false;

  const show = async () => {
    const view = VIEWS.find(({ id }) => `#${id}` === location.hash) ?? VIEWS[0];
    for (const [id, link] of links) {
      if (id === view.id) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    if (!created.has(view.id)) {
      const { create } = await view.load();
      const element = create(app);
      created.set(view.id, element);
      main.append(element);
      app.node.tellAll();
    }
    for (const [id, element] of created) element.hidden = id !== view.id;
  };
  addEventListener('hashchange', show);
  show();
}

function installConnection(rpc) {
  const place = document.getElementById('connection');
  const outage = document.getElementById('outage');
  const outageText = document.getElementById('outage-text');
  document.getElementById('outage-retry').addEventListener('click', () => rpc.retryNow());
  let lostAt = null;

  const showOutage = () => {
    outage.hidden = lostAt === null;
    if (lostAt === null) return;
    const wait = rpc.state === 'waiting'
      ? `Trying again in ${Math.max(0, Math.ceil((rpc.retryAt - Date.now()) / 1000))} s.`
      : 'Trying now.';
    setText(outageText, `No connection to the node for ${duration(Date.now() - lostAt)}. What you see is from ${clockTime(lostAt)}. ${wait}`);
  };
  setInterval(showOutage, 500);

  rpc.addEventListener('state', () => {
    const { icon: name, text } = CONNECTION[rpc.state];
    place.dataset.state = rpc.state;
    place.replaceChildren(icon(name), h('span', {}, text));
    if (rpc.state === 'waiting' && lostAt === null) {
      lostAt = Date.now();
      announce('The connection to the node is lost.');
    }
    if (rpc.state === 'open' && lostAt !== null) announce('The connection to the node is back.');
    if (rpc.state === 'open' || rpc.state === 'unauthorized') lostAt = null;
    showOutage();
  });
  addEventListener('online', () => rpc.retryNow());
}

function installWhoAmI(node) {
  const place = document.getElementById('whoami');
  const member = h('strong', { class: 'member' });
  const ledger = h('span', { class: 'muted' });
  place.append(member, ledger);
  node.addEventListener('status', () => {
    const { status } = node;
    place.hidden = false;
    setText(member, status.member);
    setText(ledger, `${status.ledger} · ${status.protocol}`);
    document.title = `${status.member} · ${status.ledger} · Lockstep`;
  });
}

function createSignIn(rpc) {
  const section = document.getElementById('sign-in-template').content.firstElementChild.cloneNode(true);
  section.querySelector('[data-slot=link]').textContent = `${location.origin}/?token=…`;
  section.querySelector('[data-slot=retry]').addEventListener('click', () => rpc.retryNow());
  return section;
}
