// Loaded into an app before anything else (node --import): at each SIGUSR2 its clocks leap ahead by this many seconds.

const seconds = Number(process.env.TIME_LEAP_SECONDS);
let ahead = 0;
const [date, monotonic] = [Date.now, performance.now.bind(performance)];
Date.now = () => date() + ahead;
performance.now = () => monotonic() + ahead;
process.on('SIGUSR2', () => {
  ahead += seconds * 1000;
});
