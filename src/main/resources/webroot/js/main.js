// Puts the page together: one connection, one event stream, one state; the views only look at them.
import { installAlarm } from './alarm.js';
import { byId } from './dom.js';
import { FreshnessWatch } from './freshness.js';
import { Heads } from './heads.js';
import { KeySheet } from './key-sheet.js';
import { NodeState } from './node-state.js';
import { createTransferForm } from './panels/transfer.js';
import { installPrompt } from './prompt.js';
import { blockAddress } from './pure/address.js';
import { parseAddress } from './pure/trace-address.js';
import { RpcClient } from './rpc.js';
import { SeenLedger } from './seen-ledger.js';
import { installShell } from './shell.js';
import { Subscription } from './subscription.js';
import { installTheme } from './theme.js';
import { ViewSwitch } from './view-switch.js';
import { installWaiting } from './waiting.js';
import { Watch } from './watch.js';

installTheme(byId('theme'));

/**
 * What the views get.
 * @typedef {{ rpc: RpcClient, subscription: Subscription, node: NodeState, seen: SeenLedger, freshness: FreshnessWatch,
 *   views: ViewSwitch, form: HTMLElement, watch: Watch, heads: Heads, keys: KeySheet }} App
 */

const rpc = new RpcClient(`${location.origin.replace(/^http/, 'ws')}/console`, '/api/status');
const subscription = new Subscription(rpc);
const node = new NodeState(rpc, subscription);
const seen = new SeenLedger(rpc);
const freshness = new FreshnessWatch(rpc, node);

installAlarm(seen);
const watch = new Watch({ rpc, node }, parseAddress(location.hash).from);
const form = createTransferForm({ rpc, node, seen, watch }, { showBlock: (height) => {
  location.hash = blockAddress(height);
} });
/** @type {App} */
const app = { rpc, subscription, node, seen, freshness, views: new ViewSwitch(), form, watch, heads: new Heads({ rpc, node, watch, seen }), keys: new KeySheet() };
installShell(app);
installWaiting(app);
installPrompt(app);
app.views.start(app);
rpc.connect();
