/** The token that next-auth's own posts need, and the cookie that goes with it. */
export async function signInToken(
  appUrl: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ csrfToken: string; cookie: string }> {
  const answer = await fetch(`${appUrl}/api/auth/csrf`, { headers });
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const cookies = answer.headers.getSetCookie().map((each) => each.split(';')[0]);
  return { csrfToken, cookie: cookies.join('; ') };
}
