// Loaded into the app by the demo's launcher (node --import): without it a built app refuses SIDEDOOR_DEMO, and knows of
// nobody who could be tried. The customers are those of scripts/seed/customers.ts;
// the team's address is the one of demo-services.mjs.

globalThis[Symbol.for('sidedoor.demo-pass')] = {
  customers: [
    { email: 'ada@example.com', state: 'Starter, monthly' },
    { email: 'bruno@example.com', state: 'Pro, yearly' },
    { email: 'chiara@example.com', state: 'Pro, on trial' },
    { email: 'dmitri@example.com', state: 'Starter, ending' },
    { email: 'emi@example.com', state: 'past due' },
    { email: 'farah@example.com', state: 'no subscription' },
    { email: 'team@northlight.example', state: 'the team, sees /campaigns' },
  ],
};
