// Plays a recording from the file that it stands in: the same view as of a live cluster, without a node.
import { byId } from './dom.js';
import { KeySheet } from './key-sheet.js';
import { createPlayback } from './protocol/playback.js';

const keys = new KeySheet();
const playback = createPlayback(JSON.parse(byId('recording').textContent ?? ''), () => keys.open());
keys.add('Recording', playback.keys);
byId('main').append(playback.element);
