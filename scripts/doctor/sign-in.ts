import { mailServer } from '@/lib/mail/smtp';
import { type Finding, fault, warning } from './finding';

type Variables = Readonly<Record<string, string | undefined>>;

/** Whether people can sign in: a mail server that takes mails, or GitHub or Google. */
export async function examineSignIn(env: Variables): Promise<Finding[]> {
  const { SIDEDOOR_DEMO, SMTP_URL, GITHUB_ID, GOOGLE_CLIENT_ID } = env;
  if (SIDEDOOR_DEMO === '1') return []; // its mails are shown, not sent
  if (SMTP_URL) return URL.canParse(SMTP_URL) ? examineMailServer(SMTP_URL) : []; // told among the settings
  if (GITHUB_ID || GOOGLE_CLIENT_ID)
    return [
      warning(
        'No mail server is set.',
        'Only who has an account at GitHub or Google can sign in, and nobody can change their address.',
        'Set SMTP_URL and MAIL_FROM.',
      ),
    ];
  return [
    fault(
      'Nobody can sign in: no mail server, no GitHub, no Google.',
      'Whoever wants to buy is asked to sign in first.',
      'Set SMTP_URL and MAIL_FROM; GITHUB_ID with GITHUB_SECRET or GOOGLE_CLIENT_ID with GOOGLE_CLIENT_SECRET besides, if you like.',
    ),
  ];
}

async function examineMailServer(url: string): Promise<Finding[]> {
  const server = mailServer(url);
  try {
    await server.verify();
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'code' in error ? String(error.code) : error.name;
    const cause = 'originalCode' in error ? String(error.originalCode) : code;
    const { host, protocol } = new URL(url);
    if (code === 'EAUTH')
      return [
        fault(
          `The mail server ${host} does not take the name and password.`,
          'No sign-in link is sent.',
          'Set both in SMTP_URL; signs such as @ and / within are written %40 and %2F.',
        ),
      ];
    return [
      fault(
        `The mail server ${host} cannot be used: ${cause}.`,
        'No sign-in link is sent.',
        /CERT|ALTNAME|VERIFY/.test(cause)
          ? 'Its certificate must name this host and come from an authority that Node knows; NODE_EXTRA_CA_CERTS adds one.'
          : code === 'ETLS' || protocol === 'smtp:'
            ? 'See that it runs and offers STARTTLS; port 465 needs smtps:// in SMTP_URL.'
            : 'See that it runs, and that SMTP_URL names the right port; port 587 needs smtp://.',
      ),
    ];
  } finally {
    server.close();
  }
}
