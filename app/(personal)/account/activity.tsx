import { AccountSection } from '@/components/account-section';
import { ActivityList } from '@/components/activity-list';
import { listActivity } from '@/lib/audit/activity';
import { auth } from '@/lib/auth';

/** The newest acts of the account's audit trail; nothing before there is one. */
export async function Activity() {
  const user = await auth();
  const lines = user ? await listActivity(user) : [];
  if (lines.length === 0) return null;
  return (
    <AccountSection id="activity" title="Activity">
      <p className="mb-4 max-w-line text-muted">
        What was asked for here, and from which network. Something you do not recognize? Sign out everywhere
        and write to us.
      </p>
      <ActivityList lines={lines} />
    </AccountSection>
  );
}
