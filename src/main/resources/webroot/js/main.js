// Puts the page together: one connection, one event stream, one state; the views only look at them.
import { installAlarm } from './alarm.js';
import { byId } from './dom.js';
import { FreshnessWatch } from './freshness.js';
import { NodeState } from './node-state.js';
import { RpcClient } from './rpc.js';
import { SeenLedger } from './seen-ledger.js';
import { installShell } from './shell.js';
import { Subscription } from './subscription.js';
import { installTheme } from './theme.js';

installTheme(byId('theme'));

/**
 * What the views get.
 * @typedef {{ rpc: RpcClient, subscription: Subscription, node: NodeState, seen: SeenLedger, freshness: FreshnessWatch }} App
 */

const rpc = new RpcClient(`${location.origin.replace(/^http/, 'ws')}/console`, '/api/status');
const subscription = new Subscription(rpc);
const node = new NodeState(rpc, subscription);
const seen = new SeenLedger(rpc);
const freshness = new FreshnessWatch(rpc, node);

installAlarm(seen);
installShell({ rpc, subscription, node, seen, freshness });
rpc.connect();
