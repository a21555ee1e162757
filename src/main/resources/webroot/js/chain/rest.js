// A question over HTTP, for what the WebSocket has no method for.
import { RpcError } from '../rpc.js';

/**
 * Rejects with an RpcError, as a call does.
 * @param {string} path
 */
export async function ask(path) {
  let answer;
  try {
    answer = await fetch(path, { headers: { Accept: 'application/json' }, cache: 'no-store' });
  } catch {
    throw new RpcError('The node does not answer.', 'connection_lost', { sent: true });
  }
  const body = await answer.json();
  if (!answer.ok) throw new RpcError(body.detail ?? `The node answered ${answer.status}.`, body.code ?? String(answer.status), body);
  return body;
}
