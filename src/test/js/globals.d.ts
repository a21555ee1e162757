// What the pure modules may use of the browser because Node has it too; see web-crypto.js.
type Crypto = import('node:crypto').webcrypto.Crypto;
declare var crypto: Crypto;
