// Runs before the first paint, so that a chosen theme does not flash in after the system's.
// The choice itself is made in theme.js; both use the key "lockstep.theme".
(function () {
  try {
    const chosen = localStorage.getItem('lockstep.theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch { /* Storage may be forbidden; the system's theme is a fine answer then. */ }
})();
