import { TextLink } from './text-link';

/** The small print. In demo mode it also says where the mails went, because nothing is ever sent. */
export function SiteFooter({ company, demo, team }: { company: string; demo: boolean; team: boolean }) {
  return (
    <footer className="mt-16 border-line border-t sm:mt-24">
      <div className="mx-auto flex w-full max-w-page flex-wrap gap-x-8 gap-y-2 px-4 py-8 text-muted text-small sm:px-8">
        <p>{company}, a demo company</p>
        <ul className="flex gap-x-6">
          <li>
            <TextLink href="/terms">Terms</TextLink>
          </li>
          <li>
            <TextLink href="/privacy">Privacy</TextLink>
          </li>
          {team ? (
            <li>
              <TextLink href="/campaigns">Campaigns</TextLink>
            </li>
          ) : null}
        </ul>
        {demo ? (
          <p className="lg:ml-auto">
            Demo mode: no mail leaves this machine. <TextLink href="/outbox">Read the outbox</TextLink>
          </p>
        ) : null}
      </div>
    </footer>
  );
}
