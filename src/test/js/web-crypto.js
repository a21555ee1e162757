// What browsers and newer versions of Node have as a global, Node 18 keeps in a module.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= /** @type {Crypto} */ (webcrypto);
