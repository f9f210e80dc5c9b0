import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { anAccount, base, localOnly } from './stripe-under-test';
import { RECIPES } from './trigger-recipes';

const EVENT_OF: Readonly<Record<string, string>> = {
  'subscription.payment_failed': 'invoice.payment_failed',
  'subscription.payment_succeeded': 'invoice.payment_succeeded',
};

/** Plays a recipe as the command line does, without a version. Gives what went otherwise than it should. */
async function play(key: string, recipe: string): Promise<string[]> {
  const made = new Map<string, Record<string, string>>();
  const problems: string[] = [];
  for (const line of recipe.split('\n').map((each) => each.trim())) {
    const [, refused, name = '', method = '', path = '', rest = ''] =
      /^(!?)(\w+) = (\w+) (\S+)(.*)$/.exec(line) ?? [];
    const filled = (text: string) =>
      text.replace(/\{(\w+)(?:\.(\w+))?\}/g, (_, id: string, field = 'id') => made.get(id)?.[field] ?? '');
    const answer = await fetch(`${base}/v1/${filled(path)}`, {
      method,
      headers: { authorization: `Bearer ${key}` },
      ...(method === 'POST' && { body: new URLSearchParams(filled(rest.trim().replaceAll(/ +/g, '&'))) }),
    });
    const body = await answer.json();
    if (answer.ok === (refused === '!')) problems.push(`${line}: ${answer.status} ${body.error?.message}`);
    made.set(name, body);
  }
  return problems;
}

localOnly.each(Object.entries(RECIPES))('stripe trigger %s', async (trigger, recipe) => {
  const { key, stripe } = anAccount();
  expect(await play(key, recipe)).toEqual([]);
  const events = await stripe.events.list({ type: EVENT_OF[trigger] ?? trigger });
  expect(events.data.length).toBeGreaterThan(0);
});

test('docs/local-stripe.md lists the recipes that work', () => {
  const [, section = ''] = readFileSync('docs/local-stripe.md', 'utf8').split(
    'These bring about their event:',
  );
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  const listed = rows.flatMap((row) => [...row.matchAll(/`([a-z_.]+)`/g)].map(([, name]) => name));
  expect(listed.sort()).toEqual([...Object.keys(RECIPES), 'billing_portal.session.created'].sort());
});
