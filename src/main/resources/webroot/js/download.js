// Gives the reader a file.

/**
 * @param {string} name of the file
 * @param {string} text
 */
export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it when the click returns; what is not revoked stays in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
