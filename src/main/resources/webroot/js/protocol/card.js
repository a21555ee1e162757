// What the chosen member was doing at the moment that is shown: may it enter, whom has it heard, who waits with it.
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { panel } from '../panels/panel.js';
import { ballotText, duration, listing } from '../pure/format.js';
import { momentOf, queueOf } from '../pure/trace-moment.js';
import { arrowLabel, claimText } from '../pure/trace-words.js';

/** @typedef {import('../pure/trace-moment.js').Moment} Moment */
/** @typedef {import('./lens.js').Lens} Lens */

/**
 * @param {Lens} lens
 * @param {{ status: { protocol: Wire.Status['protocol'] } | null, heightOf?: (member: string) => number | null, silence?: (member: string, peer: string) => number | null }} node what no event tells, of now: a height, and for how long a member has not heard a peer
 */
export function createCard(lens, node) {
  const choice = h('div', { class: 'member-choice', role: 'group', 'aria-label': 'Member' });
  const body = h('div', { class: 'card-body', 'data-testid': 'card' });
  const draw = () => {
    const { trace } = lens;
    if (!trace || !lens.member) return;
    drawChoice(choice, trace.members, lens);
    const place = lens.follows ? Infinity : lens.place;
    const moments = trace.members.map((member) => momentOf(trace, member, place));
    const moment = moments.find(({ member }) => member === lens.member);
    if (!moment) return;
    if (lens.follows) moment.height ??= node.heightOf?.(moment.member) ?? null;
    /** @param {string} of */
    const silence = (of) => (lens.follows ? (node.silence?.(moment.member, of) ?? null) : null);
    body.replaceChildren(...describe(moment, moments, node.status?.protocol ?? 'lamport', lens, silence));
  };
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

/**
 * @param {Moment} moment
 * @param {Moment[]} moments
 * @param {Wire.Status['protocol']} protocol
 * @param {Lens} lens
 * @param {(peer: string) => number | null} silence
 */
function describe(moment, moments, protocol, lens, silence) {
  const facts = [
    ['Lamport time', String(moment.time)],
    ['Head', moment.height === null ? '–' : `#${moment.height}`],
    ...(moment.committed === null ? [] : [['Committed', `#${moment.committed}`]]),
    ...(protocol === 'paxos' ? [['Promised', ballotText(moment.promised)], ['Voted', ballotText(moment.accepted)], ['Local log', String(moment.logged ?? '–')]] : []),
    ...(moment.state ? [['State', moment.state]] : []),
  ];
  return [
    moment.away && h('ul', { class: 'checks' }, check(false, `${moment.member} sends no events: it has stopped, or cannot be reached.`)),
    h('dl', { class: 'card-facts' }, facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    ...(protocol === 'paxos' ? quorum(moment, moments.length, lens) : entry(moment, moments, lens, silence)),
  ].filter((part) => part instanceof Node);
}

/**
 * The rule of entry, line by line (L3).
 * @param {Moment} moment
 * @param {Moment[]} moments
 * @param {Lens} lens
 * @param {(peer: string) => number | null} silence
 */
function entry(moment, moments, lens, silence) {
  const queue = queueOf(moments);
  const { claim } = moment;
  const parts = [];
  if (!claim) {
    parts.push(h('p', { class: 'card-title' }, `${moment.member} does not request the critical section.`), hearings(moment));
  } else {
    const first = queue[0]?.claim;
    const isFirst = first?.member === moment.member;
    parts.push(h('p', { class: 'card-title', 'data-testid': 'card-claim' }, claim.entered
      ? `${moment.member} is in the critical section with ${claimText(claim.claim)}.`
      : `${moment.member} waits to enter with ${claimText(claim.claim)}.`),
    h('ul', { class: 'checks' },
      check(isFirst || claim.entered !== null, isFirst || claim.entered ? 'My request is first.' : `The request ${claimText(first)} comes first.`),
      moment.hearings.map((hearing) => peer(hearing, claim, moment, lens, silence(hearing.member)))));
  }
  if (queue.length) {
    parts.push(h('p', { class: 'card-title' }, 'Queue, of all members'), h('ol', { class: 'card-queue', 'data-testid': 'card-queue' },
      queue.map(({ claim: each, entered }) => h('li', {}, `${claimText(each)} `, h('span', { class: 'muted' }, entered ? 'is inside' : 'waits')))));
  }
  return parts;
}

/**
 * @param {import('../pure/trace-moment.js').Hearing} hearing
 * @param {import('../pure/trace-moment.js').Claim} claim
 * @param {Moment} moment
 * @param {Lens} lens
 * @param {number | null} silence
 */
function peer({ member, counts, last, lost }, { claim }, moment, lens, silence) {
  if (counts) {
    const { step } = counts;
    return check(true, `Heard later than ${claim.time} from ${member}: `, link(lens, counts, arrowLabel(step)), clock(counts));
  }
  if (moment.claim?.entered?.step.evidence?.some((each) => each.member === member)) return check(true, `Heard later than ${claim.time} from ${member}, before the events that are shown.`);
  const since = silence !== null ? `silent for ${duration(silence)}`
    : lost ? `said to be silent at ${lost.step.at?.slice(11, 19) ?? lost.step.time}`
      : last ? `its newest message came ${duration(moment.millis - last.millis)} before` : 'not heard at all';
  return check(false, `Nothing later than ${claim.time} from ${member}; ${since}.`);
}

/**
 * Without a request there is nothing to wait for, but who was heard last is worth knowing.
 * @param {Moment} moment
 */
const hearings = ({ hearings: all, millis }) => h('p', { class: 'muted' }, 'Newest messages, signs of life apart: ', all.map(({ member, last }) => (last
  ? `${last.step.type ?? 'one'} from ${member}, ${duration(millis - last.millis)} before. `
  : `none from ${member}. `)));

/**
 * In Paxos mode: a ballot goes on with the promises of a majority, and decides with its votes.
 * @param {Moment} moment
 * @param {number} members
 * @param {Lens} lens
 */
function quorum({ member, ballot, promised, hearings: heard }, members, lens) {
  const needed = Math.floor(members / 2) + 1;
  if (!ballot) {
    return [h('p', { class: 'card-title' }, promised && promised.member !== member
      ? `${member} leads no ballot; its last promise is to ${ballotText(promised)}.` : `${member} leads no ballot.`)];
  }
  const all = [member, ...heard.map((each) => each.member)].sort();
  /** @type {(name: string, word: string, who: string[]) => HTMLElement} */
  const line = (name, word, who) => check(who.length >= needed, `${name}: ${who.length} of ${needed} needed. `,
    all.map((each) => `${each} ${who.includes(each) ? word : 'not yet'}`).join(', '), '.');
  return [
    h('p', { class: 'card-title', 'data-testid': 'card-claim' }, `${member} leads `, link(lens, ballot.since, `ballot ${ballotText(ballot.ballot)}`), ` for block #${ballot.height}.`),
    h('ul', { class: 'checks' }, line('Promises', 'promised', ballot.promised), line('Votes', 'voted', ballot.voted)),
    ballot.carried.length ? h('p', { 'data-testid': 'card-carried' }, `${listing(ballot.carried)} had voted for a block #${ballot.height} before. A majority may have, so ${member} must propose that block again: of several, the one of the highest ballot.`) : null,
  ];
}

/**
 * @param {boolean} ok
 * @param {...import('../dom.js').Child} text
 */
const check = (ok, ...text) => h('li', { class: `step ${ok ? 'good' : 'bad'}` }, icon(ok ? 'check' : 'cross'),
  h('span', {}, h('span', { class: 'visually-hidden' }, ok ? 'Yes: ' : 'No: '), text));

/** @param {import('../pure/trace.js').Point} point */
const clock = ({ step }) => (step.at ? h('span', { class: 'muted' }, ` at ${step.at.slice(11, 23)}`) : null);

/**
 * @param {Lens} lens
 * @param {import('../pure/trace.js').Point} point
 * @param {string} text
 */
export function link(lens, point, text) {
  return h('a', {
    href: lens.address(point),
    onclick: (/** @type {Event} */ event) => {
      event.preventDefault();
      lens.select(point);
    },
  }, text);
}
