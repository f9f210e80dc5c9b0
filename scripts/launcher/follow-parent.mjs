// Loaded into every service (node --import): ends it when its launcher is gone, even if that was killed outright.

const launcher = process.ppid;
setInterval(() => {
  if (process.ppid !== launcher) process.exit(1);
}, 500).unref();
