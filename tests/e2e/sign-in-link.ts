import type { Page } from '@playwright/test';
import { desc, eq } from 'drizzle-orm';
import { outbox } from '@/lib/db/schema';
import { test as base } from './fixtures';

type Fixtures = {
  /** The link in the mail that a person asked for on the sign-in page. */
  aSignInLink: (email: string) => Promise<string>;
};

export const test = base.extend<Fixtures>({
  aSignInLink: ({ page, database }, use) =>
    use(async (email) => {
      await page.goto('/sign-in');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('button', { name: 'E-mail me a sign-in link' }).click();
      await page.waitForURL(/\/sign-in\/check-email/);
      const [mail] = await database
        .select()
        .from(outbox)
        .where(eq(outbox.to, email))
        .orderBy(desc(outbox.id))
        .limit(1);
      return mail?.link ?? '';
    }),
});

/** Opens a sign-in link and presses its button. */
export async function follow(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
