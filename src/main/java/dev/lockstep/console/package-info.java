/**
 * What people and programs see of a node: REST, JSON-RPC over WebSocket, the prompt's commands,
 * metrics and the page. Talks to the other verticles over the local event bus only.
 *
 * <pre>
 *   REST ───────► RestRoutes ──┐
 *   WebSocket ──► RpcSession ──┼──► Api ──► order verticle, store verticle
 *   prompt line ► CommandRunner┘     ▲
 *                                    └── BalanceView, EventFeed ◄── HAPPENED
 * </pre>
 */
package dev.lockstep.console;
