// The submission whose outcome is not known, kept for as long as the tab: a reload asks for it again.
const KEY = 'lockstep.transfer';

/** @param {Wire.NewTransfer | null} transfer */
export function remember(transfer) {
  try {
    if (transfer) sessionStorage.setItem(KEY, JSON.stringify(transfer));
    else sessionStorage.removeItem(KEY);
  } catch { /* Without storage a reload forgets; within the page the id is kept all the same. */ }
}

/** @returns {Wire.NewTransfer | null} */
export function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  } catch {
    return null;
  }
}
