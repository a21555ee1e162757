// Who keeps this node from going on, and what that means for whoever wants to transfer now: on every view.
import { announce, byId, h, setText } from './dom.js';
import { icon } from './icons.js';
import { clockTime, duration, listing } from './pure/format.js';

const WAITING = {
  lamport: 'Lamport’s algorithm needs a message from every member: until then no member can enter the critical section, and transfers are answered “unavailable”. Balances and blocks can be read. The node continues by itself when the members are back.',
  paxos: 'A block needs a majority. This node still executes what its accounts can pay. It continues by itself when enough members are back.',
};

/** @param {import('./main.js').App} app */
export function installWaiting({ node, freshness }) {
  const title = h('strong', {});
  const text = h('span', {});
  const element = h('div', { class: 'notice warn', 'data-testid': 'waiting-for', hidden: true }, icon('hourglass'), h('p', {}, title, ' ', text));
  let named = '';

  /** @param {Wire.Status} status */
  const show = ({ waiting_for: members, protocol, state }) => {
    // While it joins, a node waits for the others as a matter of course, and its state says so.
    element.hidden = members.length === 0 || state === 'ready' || state === 'starting';
    if (element.hidden) {
      named = '';
      return;
    }
    const who = listing(members.map((member) => {
      const at = node.heardAt(member);
      if (at === null) return `${member} (not heard yet)`;
      return freshness.now.state === 'stale' ? `${member} (silent since ${clockTime(at)})` : `${member} (silent for ${duration(Date.now() - at)})`;
    }));
    setText(title, `Waiting for ${who}.`);
    setText(text, WAITING[protocol]);
    if (named !== members.join()) announce(`The node waits for ${listing(members)}.`);
    named = members.join();
  };
  node.on('status', show);
  // The seconds of silence go on without an event.
  setInterval(() => node.status && show(node.status), 500);
  byId('waiting').append(element);
}
