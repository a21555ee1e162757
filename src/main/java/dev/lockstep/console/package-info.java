/**
 * What people and programs see of a node: REST, JSON-RPC over WebSocket, the prompt's commands,
 * metrics and the page. Talks to the other verticles over the local event bus only.
 *
 * <pre>
 *   HTTP ──► access ──┬─► rest ─────────────┐
 *      (HttpRoutes)   │                     ├──► api ──► order verticle, store verticle
 *                     └─► rpc ──► prompt ───┘     ▲
 *                          │                      └── BalanceView ◄──┐
 *                          └────► events ◄────────────────────────── HAPPENED
 *   answers: result (values), delivery (pieces)
 * </pre>
 */
package dev.lockstep.console;
