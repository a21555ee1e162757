// What the chosen member was doing at the moment that is shown: may it enter, whom has it heard, who waits with it.
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { rested } from '../pace.js';
import { panel } from '../panels/panel.js';
import { ballotText, clockTime, duration, wallTime } from '../pure/format.js';
import { momentOf } from '../pure/trace-moment.js';
import { arrowLabel, claimText } from '../pure/trace-words.js';

/** @typedef {import('../pure/trace-moment.js').Moment} Moment */
/** @typedef {import('./lens.js').Lens} Lens */

/** Nobody reads faster, and scrubbing stays smooth. */
const GAP_MILLIS = 100;
/** Who was heard so shortly before is not silent, but may have to say more. */
const SILENT_MILLIS = 2000;

/**
 * @param {Lens} lens
 * @param {{ status: { protocol: Wire.Status['protocol'] } | null, silence?: (member: string, peer: string) => number | null, fromDisk?: (member: string) => string | null }} node what no event tells, of now: for how long a member has not heard a peer, and up to when its events were read from its disk
 */
export function createCard(lens, node) {
  const choice = h('div', { class: 'member-choice', role: 'group', 'aria-label': 'Member' });
  const body = h('div', { class: 'card-body', 'data-testid': 'card' });
  const draw = rested(() => {
    const { trace } = lens;
    if (!trace || !lens.member) return;
    drawChoice(choice, trace.members, lens);
    const place = lens.follows ? Infinity : lens.place;
    const moments = trace.members.map((member) => momentOf(trace, member, place));
    const moment = moments.find(({ member }) => member === lens.member);
    if (!moment) return;
    /** @param {string} of */
    const silence = (of) => (lens.follows ? (node.silence?.(moment.member, of) ?? null) : null);
    const away = moment.away && h('ul', { class: 'checks' }, check(false, `${moment.member} sends no events: it has stopped, or cannot be reached. `, lastMoments(moment.member, node.fromDisk?.(moment.member) ?? null)));
    body.replaceChildren(...(away ? [away] : []), ...describe(moment, moments, node.status?.protocol ?? 'lamport', lens, silence));
  }, GAP_MILLIS);
  lens.on('change', draw);
  return panel('Member', { testid: 'card-panel', aside: choice }, body);
}

/**
 * @param {HTMLElement} place
 * @param {string[]} members
 * @param {Lens} lens
 */
function drawChoice(place, members, lens) {
  if (place.childElementCount !== members.length) {
    place.replaceChildren(...members.map((member) => h('button', { type: 'button', class: 'small', 'data-testid': `card-of-${member}`, onclick: () => lens.show({ member }) }, member)));
  }
  [...place.children].forEach((button, i) => button.setAttribute('aria-pressed', String(members[i] === lens.member)));
}

/** @param {number | undefined} height */
const block = (height) => (height === undefined ? '–' : `#${height}`);

/**
 * @param {Moment} moment
 * @param {Moment[]} moments
 * @param {Wire.Status['protocol']} protocol
 * @param {Lens} lens
 * @param {(peer: string) => number | null} silence
 */
function describe(moment, moments, protocol, lens, silence) {
  const { now } = moment;
  const facts = [
    ['Lamport time', String(moment.time)],
    ['Head', block(now.height)],
    ['On its disk', block(now.durable)],
    ...(protocol === 'paxos'
      ? [['Promised', ballotText(now.promised)], ['Voted', ballotText(now.accepted)], ['Local log', String(now.logged ?? '–')]]
      : [['Committed', block(now.committed)]]),
    ...(moment.state ? [['State', moment.state]] : []),
  ];
  return [
    h('dl', { class: 'card-facts' }, facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    ...(now.height === undefined ? [h('p', { class: 'muted' }, 'No event up to this moment tells the state of the member.')]
      : protocol === 'paxos' ? quorum(moment, moments.length, lens) : entry(moment, moments, lens, silence)),
  ].filter((part) => part instanceof Node);
}

/**
 * The other members do not have what it did last, but its disk does.
 * @param {string} member
 * @param {string | null} fromDisk
 */
const lastMoments = (member, fromDisk) => (fromDisk ? [`What its lane shows last was read from its disk, up to ${wallTime(fromDisk)}.`] : ['What it did last is on its disk: ', h('code', {}, `./run.sh trace ${member}`), ' reads it there, where that disk is.']);

/**
 * The rule of entry, line by line (L3).
 * @param {Moment} moment
 * @param {Moment[]} moments
 * @param {Lens} lens
 * @param {(peer: string) => number | null} silence
 */
function entry(moment, moments, lens, silence) {
  const { claim, place = 'outside', queue = [], height = 0 } = moment.now;
  const parts = [];
  if (!claim) {
    parts.push(h('p', { class: 'card-title' }, `${moment.member} does not request the critical section.`), hearings(moment));
  } else {
    const [first] = queue;
    const isInside = place === 'inside' || place === 'kept';
    const isFirst = isInside || first?.member === moment.member;
    const highest = Math.max(0, ...moment.hearings.map(({ heard }) => heard?.height ?? 0));
    parts.push(h('p', { class: 'card-title', 'data-testid': 'card-claim' }, isInside
      ? `${moment.member} is in the critical section with ${claimText(claim)}${place === 'kept' ? ', and keeps it until somebody asks' : ''}.`
      : `${moment.member} waits to enter with ${claimText(claim)}.`),
    h('ul', { class: 'checks' },
      check(isFirst, isFirst ? 'My request is first.' : `The request ${claimText(first)} comes first.`),
      moment.hearings.map((hearing) => peer(hearing, claim, moment, lens, silence(hearing.member))),
      check(height >= highest, height >= highest ? `My chain is as high as all that I heard of: #${height}.` : `My chain ends with #${height}, and somebody has #${highest}: I fetch what I miss.`)));
  }
  if (queue.length) {
    const inside = moments.filter(({ now }) => now.place === 'inside' || now.place === 'kept').map(({ member }) => member);
    parts.push(h('p', { class: 'card-title' }, `Queue, as ${moment.member} knows it`), h('ol', { class: 'card-queue', 'data-testid': 'card-queue' },
      queue.map((each) => h('li', {}, `${claimText(each)} `, h('span', { class: 'muted' }, inside.includes(each.member) ? 'is inside' : 'waits')))));
  }
  return parts;
}

/**
 * @param {import('../pure/trace-moment.js').Hearing} hearing
 * @param {Wire.Timestamp} claim
 * @param {Moment} moment
 * @param {Lens} lens
 * @param {number | null} silence
 */
function peer({ member, heard, receipt, last, lost }, claim, moment, lens, silence) {
  const message = receipt ? link(lens, receipt, arrowLabel(receipt.step)) : heard ? `a message of time ${heard.time}` : null;
  if (heard?.allows) return check(true, `Heard later than ${claim.time} from ${member}: `, message, receipt && clock(receipt));
  if (heard?.claim && (heard.claim.time < claim.time || (heard.claim.time === claim.time && heard.claim.member < claim.member))) {
    return check(false, `${member} is before me with ${claimText(heard.claim)}, says `, message, '.');
  }
  const since = silence !== null ? (silence < SILENT_MILLIS ? `last heard ${duration(silence)} ago` : `silent for ${duration(silence)}`)
    : lost ? `said to be silent at ${lost.step.at ? clockTime(Date.parse(lost.step.at)) : lost.step.time}`
      : last ? `its newest message came ${duration(moment.millis - last.millis)} before` : 'not heard at all';
  return check(false, `Nothing later than ${claim.time} from ${member}; ${since}.`);
}

/**
 * Without a request there is nothing to wait for, but who was heard last is worth knowing.
 * @param {Moment} moment
 */
const hearings = ({ hearings: all }) => h('p', { class: 'muted' }, 'Newest times heard: ', all.map(({ member, heard, receipt }) => (heard
  ? `${heard.time} from ${member}${receipt?.step.type ? ` (${receipt.step.type})` : ''}. ` : `none from ${member}. `)));

/**
 * In Paxos mode: a ballot goes on with the promises of a majority, and decides with its votes.
 * @param {Moment} moment
 * @param {number} members
 * @param {Lens} lens
 */
function quorum({ member, now: { leads, promised }, since, hearings: heard }, members, lens) {
  const needed = Math.floor(members / 2) + 1;
  if (!leads) {
    return [h('p', { class: 'card-title' }, promised && promised.round > 0 && promised.member !== member
      ? `${member} leads no ballot; its last promise is to ${ballotText(promised)}.` : `${member} leads no ballot.`)];
  }
  const all = [member, ...heard.map((each) => each.member)].sort();
  /** @type {(name: string, word: string, who: string[]) => HTMLElement} */
  const line = (name, word, who) => check(who.length >= needed, `${name}: ${who.length} of ${needed} needed. `,
    all.map((each) => `${each} ${who.includes(each) ? word : 'not yet'}`).join(', '), '.');
  const name = `ballot ${ballotText(leads.ballot)}`;
  return [
    h('p', { class: 'card-title', 'data-testid': 'card-claim' }, `${member} leads `, since ? link(lens, since, name) : name, ` for block #${leads.height}.`),
    h('ul', { class: 'checks' }, line('Promises', 'promised', leads.promised), line('Votes', 'voted', leads.voted)),
    leads.inherited ? h('p', { 'data-testid': 'card-carried' }, `A promise came with a vote for a block #${leads.height}, of ballot ${ballotText(leads.inherited)}, the highest of all. A majority may have voted for that block, so ${member} must propose it again.`) : null,
  ];
}

/**
 * @param {boolean} ok
 * @param {...import('../dom.js').Child} text
 */
const check = (ok, ...text) => h('li', { class: `step ${ok ? 'good' : 'bad'}` }, icon(ok ? 'check' : 'cross'),
  h('span', {}, h('span', { class: 'visually-hidden' }, ok ? 'Yes: ' : 'No: '), text));

/** @param {import('../pure/trace.js').Point} point */
const clock = ({ step }) => (step.at ? h('span', { class: 'muted' }, ` at ${wallTime(step.at)}`) : null);

/**
 * @param {Lens} lens
 * @param {import('../pure/trace.js').Point} point
 * @param {string} text
 */
export function link(lens, point, text) {
  const whole = (/** @type {Event} */ { currentTarget }) => /** @type {HTMLAnchorElement} */ (currentTarget).setAttribute('href', lens.address(point));
  return h('a', {
    // The whole address when somebody comes near, who may copy it: there are many links, and few are used.
    href: lens.address(point, true), onpointerenter: whole, onfocus: whole,
    onclick: (/** @type {Event} */ event) => {
      event.preventDefault();
      lens.pointAt(point);
    },
  }, text);
}
