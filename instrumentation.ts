/** Runs once when a server process starts: unfinished events are taken up again. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { keepWorking } = await import('./lib/inbox/work');
  keepWorking();
}
