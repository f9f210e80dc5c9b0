import { html } from 'hono/html';
import { textField } from '../../hosted/templates/fields';
import { type Html, tillPage } from '../../hosted/templates/layout';
import type { Frame } from '../../hosted/templates/view';
import { translator } from '../../messages/translator';

/** What the page of an expired link prints; `error` is a sentence. */
export type SignInView = Readonly<{
  frame: Frame;
  action: string;
  token: string;
  email: string;
  error: string | null;
}>;

/** Asks for the e-mail address before a fresh link is given. It posts `email` and `token` to `action`. */
export function signInPage({ frame, action, token, email, error }: SignInView): Html {
  const t = translator(frame.locale);
  const title = t('login.title');
  return tillPage(frame, {
    title: error === null ? title : t('form.title.problem', { title }),
    about: html`<h1>${title}</h1>
<p>${t('login.body')}</p>`,
    slip: html`<form method="post" action="${action}" novalidate><input type="hidden" name="token" value="${token}">
<div class="fields">${textField({
      name: 'email',
      label: t('login.email'),
      value: email,
      error,
      focus: error !== null,
      hint: t('login.real'),
      required: true,
      autocomplete: 'email',
      type: 'email',
      inputmode: 'email',
      maxlength: 512,
    })}</div>
<div class="send"><button class="primary" type="submit">${t('login.button')}</button></div></form>`,
  });
}
