'use server';

import { redirect } from 'next/navigation';
import { readForm } from '@/lib/campaigns/form';
import { createCampaign } from '@/lib/campaigns/store';
import { requireTeam } from '@/lib/campaigns/team';

/** Keeps a link under a name. Ends at the campaign, or at the form with what was typed and what is wrong with it. */
export async function createLink(form: FormData): Promise<void> {
  const user = await requireTeam();
  const { typed, name, link, errors } = readForm((field) => form.get(field), true);
  if (Object.keys(errors).length > 0) {
    redirect(`/campaigns/new?${new URLSearchParams({ ...typed, keep: '1' })}`);
  }
  const { id } = await createCampaign(name, link, user.id);
  redirect(`/campaigns/${id}`);
}
