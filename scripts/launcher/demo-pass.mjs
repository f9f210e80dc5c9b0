// Loaded into the app by the demo's launcher (node --import): without it a built app refuses SIDEDOOR_DEMO.

globalThis[Symbol.for('sidedoor.demo-pass')] = true;
