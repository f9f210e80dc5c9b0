// Importing this file first ends the process when Node is too old, before anything else can fail unclearly.

const NEEDED = [20, 19];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(
    `Sidedoor needs Node ${NEEDED.join('.')} or newer and this is ${process.version}. Install Node 24 and run the same command again.`,
  );
  process.exit(1);
}
