// The switches of a lab with real processes: what its supervisor does to the members, and to what they send.
import { h, reconcile, setText } from '../dom.js';
import { panel } from '../panels/panel.js';
import { linkText, processDeeds, rowsOf, TYPES, words } from '../pure/wire-switches.js';
import { RpcError } from '../rpc.js';

const LOOK_MILLIS = 500;
/** A member that is started anew reads its journal first. */
const DEED_MILLIS = 130_000;

/**
 * Shown by a node whose cluster is a lab, and by no other.
 * @param {import('../main.js').App} app
 */
export function createSwitches({ rpc, node }) {
  const processes = h('ul', { class: 'lab-list', 'data-testid': 'lab-processes' });
  const wires = h('ul', { class: 'lab-list lab-flight', 'data-testid': 'lab-wires' });
  const said = h('p', { class: 'lab-said', 'data-testid': 'lab-said', 'aria-live': 'polite' });
  const links = createLinks(perform);
  const element = panel('Lab: real processes', { testid: 'lab-switches', className: 'lab-switches' }, h('div', { class: 'lab-body' }, processes, wires, links.element, createLine(perform), said));
  element.hidden = true;

  /** @param {string} line */
  async function perform(line) {
    setText(said, `${line} …`);
    try {
      const answer = await rpc.call('lab', { line }, { timeoutMillis: DEED_MILLIS });
      setText(said, answer.said.join('; '));
      show(answer.members);
    } catch (thrown) {
      setText(said, RpcError.from(thrown).message);
    }
  }

  let isLooking = false;
  async function look() {
    // Of a view that nobody sees nothing is asked.
    if (isLooking || element.hidden || document.hidden || !element.offsetParent || rpc.state !== 'open') return;
    isLooking = true;
    try {
      show((await rpc.call('lab')).members);
    } catch (thrown) {
      setText(said, RpcError.from(thrown).message);
    } finally {
      isLooking = false;
    }
  }

  /** @param {Wire.LabMember[]} members */
  function show(members) {
    reconcile(processes, members, ({ member }) => member, ({ member, url }) => createProcess(member, url, perform), (row, member) => showProcess(row, member, node.status?.member));
    reconcile(wires, rowsOf(members), ({ key }) => key, ({ deeds }) => h('li', {}, h('span', {}), deeds.map(([label, line]) => button(label, () => perform(line)))),
      (row, { text }) => setText(/** @type {Element} */ (row.firstElementChild), text));
    links.show(members.map(({ member }) => member), node.status?.protocol ?? 'lamport');
  }

  node.on('status', (status) => {
    element.hidden = !status.lab;
  });
  setInterval(look, LOOK_MILLIS);
  return element;
}

/**
 * @param {string} label
 * @param {() => unknown} onclick
 */
const button = (label, onclick) => h('button', { type: 'button', class: 'small', onclick }, label);

/**
 * @param {string} member
 * @param {string} url
 * @param {(line: string) => unknown} perform
 */
function createProcess(member, url, perform) {
  const deed = () => h('button', { type: 'button', class: 'small', onclick: (/** @type {Event} */ event) => perform(/** @type {HTMLElement} */ (event.currentTarget).title) });
  return h('li', { 'data-testid': `process-${member}` }, h('span', {}, h('a', { href: url }, member), h('small', {})), deed(), deed());
}

/**
 * The buttons stay, so that the focus does.
 * @param {HTMLElement} row
 * @param {Wire.LabMember} member
 * @param {string | undefined} own
 */
function showProcess(row, member, own) {
  setText(/** @type {Element} */ (row.querySelector('small')), ` ${member.process}${member.member === own ? ', this page is its own' : ''}`);
  const deeds = processDeeds(member);
  row.querySelectorAll('button').forEach((each, i) => {
    const deed = deeds[i];
    each.hidden = !deed;
    if (!deed) return;
    setText(each, deed[0]);
    each.title = deed[1];
  });
}

/** @param {(line: string) => unknown} perform */
function createLinks(perform) {
  const choice = (/** @type {string} */ label, /** @type {string} */ testid) => h('select', { class: 'small', 'aria-label': label, 'data-testid': testid });
  const from = choice('Sender', 'lab-from');
  const to = choice('Receiver', 'lab-to');
  const type = choice('Kind of message', 'lab-type');
  const millis = h('input', { type: 'number', class: 'small', min: '0', max: '99999', value: '500', 'aria-label': 'Milliseconds', 'data-testid': 'lab-millis' });
  const link = () => linkText(from.value, to.value);
  const hold = button('Hold', () => perform(words('hold', type.value, link())));
  const cut = button('Cut', () => perform(`cut ${link()}`));
  const both = button('Cut both ways', () => perform(`cut ${from.value}↔${to.value}`));
  const delay = button('Delay ms', () => perform(`delay ${millis.value} ${link()}`));
  const element = h('div', { class: 'lab-links', role: 'group', 'aria-label': 'Links' }, h('div', { class: 'lab-bar' }, from, '→', to, type),
    h('div', { class: 'lab-bar' }, hold, cut, both, millis, delay, button('Heal all', () => perform('heal all'))));
  for (const end of [from, to]) end.addEventListener('change', enable);
  function enable() {
    const isSame = from.value !== '' && from.value === to.value;
    for (const each of [hold, cut, delay]) each.disabled = isSame;
    both.disabled = isSame || !from.value || !to.value;
  }
  let known = '';
  return {
    element,
    /**
     * @param {string[]} members
     * @param {Wire.Status['protocol']} protocol
     */
    show(members, protocol) {
      if (known === members.join()) return;
      known = members.join();
      const options = (/** @type {string[]} */ values, /** @type {string} */ all) => ['', ...values].map((value) => h('option', { value }, value || all));
      from.replaceChildren(...options(members, 'any'));
      to.replaceChildren(...options(members, 'any'));
      type.replaceChildren(...options(TYPES[protocol], 'all types'));
      [from.value, to.value] = [members[0] ?? '', members[1] ?? ''];
      enable();
    },
  };
}

/** @param {(line: string) => unknown} perform */
function createLine(perform) {
  const line = h('input', { type: 'text', 'aria-label': 'Command of the lab', placeholder: 'hold ack from A', autocomplete: 'off', spellcheck: 'false', 'data-testid': 'lab-command' });
  return h('form', { class: 'lab-bar', onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!line.value.trim()) return;
    perform(line.value);
    line.value = '';
  } }, h('div', { class: 'grow' }, line, h('button', { type: 'submit', class: 'small' }, 'Do')));
}
