// Puts the page together: one connection, one event stream, one state; the views only look at them.
import { byId } from './dom.js';
import { NodeState } from './node-state.js';
import { RpcClient } from './rpc.js';
import { installShell } from './shell.js';
import { Subscription } from './subscription.js';
import { installTheme } from './theme.js';

installTheme(byId('theme'));

/**
 * What the views get.
 * @typedef {{ rpc: RpcClient, subscription: Subscription, node: NodeState }} App
 */

const rpc = new RpcClient(`${location.origin.replace(/^http/, 'ws')}/console`, '/api/status');
const subscription = new Subscription(rpc);
const node = new NodeState(rpc, subscription);

installShell({ rpc, subscription, node });
rpc.connect();
