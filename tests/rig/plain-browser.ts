const REDIRECTS = 10;

export type PlainForm = Readonly<{
  action: string;
  method: string;
  multipart: boolean;
  /** What the form sends without a press: hidden fields and what is filled in. */
  fields: readonly (readonly [name: string, value: string])[];
  buttons: readonly PlainButton[];
  /** The values of the radio buttons of each name. */
  choices: Readonly<Record<string, readonly string[]>>;
}>;

/** `target` is where the button itself leads, where that is not where its form does. */
type PlainButton = Readonly<{
  text: string;
  name: string | undefined;
  value: string;
  target: Partial<Pick<PlainForm, 'action' | 'method' | 'multipart'>>;
}>;

/** What somebody without JavaScript gets. */
export type PlainPage = Readonly<{
  url: string;
  status: number;
  headers: Headers;
  html: string;
  text: string;
  forms: readonly PlainForm[];
  links: readonly Readonly<{ text: string; href: string }>[];
}>;

/** A browser without JavaScript: it follows redirects and posts forms as they stand on the page. */
export class PlainBrowser {
  /** @param cookie what is sent to the app, `null` for a stranger; `app` says which addresses are the app's */
  constructor(
    private readonly cookie: string | null,
    private readonly app: (url: URL) => boolean = () => true,
  ) {}

  /** Opens an address. */
  open(url: string): Promise<PlainPage> {
    return this.go(url, {});
  }

  /** Presses the first button whose words contain `text`, with further or other fields. */
  press(page: PlainPage, text: string, fields: Readonly<Record<string, string>> = {}): Promise<PlainPage> {
    return this.go(...this.pressing(page, text, fields));
  }

  /** Follows the link with these words. */
  follow(page: PlainPage, text: string): Promise<PlainPage> {
    const link = page.links.find((each) => each.text.includes(text));
    if (!link) throw new Error(`No link "${text}" at ${page.url}: ${page.text.slice(0, 600)}`);
    return this.go(link.href, {});
  }

  /** The same without following where the answer leads. */
  pressOnly(page: PlainPage, text: string, fields: Readonly<Record<string, string>> = {}): Promise<Response> {
    const [url, request] = this.pressing(page, text, fields);
    return fetch(url, { ...request, headers: this.headersFor(url, request), redirect: 'manual' });
  }

  /** Any other request with the browser's cookie; it follows nothing. */
  send(url: string, request: RequestInit): Promise<Response> {
    const cookie = this.headersFor(url, {});
    return fetch(url, { ...request, headers: { ...cookie, ...request.headers }, redirect: 'manual' });
  }

  private pressing(
    page: PlainPage,
    text: string,
    fields: Readonly<Record<string, string>>,
  ): [url: string, request: RequestInit] {
    const [form, button] = findButton(page, text);
    const given = [...form.fields.filter(([name]) => !(name in fields)), ...Object.entries(fields)];
    if (button.name !== undefined) given.push([button.name, button.value]);
    const { action, method, multipart } = { ...form, ...button.target };
    if (method === 'get')
      return [`${action.split(/[?#]/)[0]}?${new URLSearchParams(given.map(([n, v]) => [n, v]))}`, {}];
    const body = multipart ? new FormData() : new URLSearchParams();
    for (const [name, value] of given) body.append(name, value);
    const { origin, host } = new URL(page.url); // behind one address, whichever process the form goes to
    const headers: Record<string, string> = { origin };
    if (new URL(action).host !== host) headers['x-forwarded-host'] = host;
    return [action, { method: 'POST', body, headers }];
  }

  private headersFor(url: string, { headers }: RequestInit): Record<string, string> {
    const mine = this.cookie !== null && this.app(new URL(url));
    return { ...Object.fromEntries(new Headers(headers)), ...(mine && { cookie: this.cookie }) };
  }

  private async go(start: string, first: RequestInit): Promise<PlainPage> {
    let [url, request] = [start, first];
    for (let redirects = 0; redirects <= REDIRECTS; redirects += 1) {
      const headers = this.headersFor(url, request);
      const answer = await fetch(url, { ...request, headers, redirect: 'manual' });
      const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : null;
      if (location === null) return pageOf(url, answer);
      await answer.arrayBuffer();
      [url, request] = [new URL(location, url).href, {}];
    }
    throw new Error(`More than ${REDIRECTS} redirects from ${start}, the last one to ${url}.`);
  }
}

/** True when the page has a button with these words. */
export const hasButton = (page: PlainPage, text: string): boolean =>
  page.forms.some(({ buttons }) => buttons.some((button) => button.text.includes(text)));

function findButton(page: PlainPage, text: string) {
  for (const form of page.forms)
    for (const button of form.buttons) if (button.text.includes(text)) return [form, button] as const;
  const there = page.forms.flatMap(({ buttons }) => buttons.map((button) => `"${button.text}"`));
  throw new Error(
    `No button "${text}" at ${page.url} (${page.status}), only ${there.join(', ') || 'none'}: ${page.text.slice(0, 600)}`,
  );
}

async function pageOf(url: string, answer: Response): Promise<PlainPage> {
  const html = await answer.text();
  const forms = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, tag = '', inside = '']) =>
    formOf(url, tag, `${namedFor(html, attribute(tag, 'id'))}${inside}`),
  );
  const links = [...html.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/gi)].flatMap(([, tag = '', inside = '']) => {
    const href = attribute(tag, 'href');
    return href === undefined ? [] : [{ text: words(inside), href: new URL(href, url).href }];
  });
  return { url, status: answer.status, headers: answer.headers, html, text: words(html), forms, links };
}

/** The fields and buttons that stand outside of a form and name it as theirs. */
function namedFor(html: string, form: string | undefined): string {
  const controls = [...html.matchAll(/<input\b[^>]*>|<button\b[^>]*>[\s\S]*?<\/button>/gi)].map(
    ([all]) => all,
  );
  return controls.filter((each) => form !== undefined && attribute(each, 'form') === form).join('');
}

/** What a button says of its own about where it leads. */
function targetOf(url: string, button: string): PlainButton['target'] {
  const [action, method] = [attribute(button, 'formaction'), attribute(button, 'formmethod')];
  const encoding = attribute(button, 'formenctype');
  return {
    ...(action !== undefined && { action: new URL(action || url, url).href }),
    ...(method !== undefined && { method: method.toLowerCase() }),
    ...(encoding !== undefined && { multipart: encoding === 'multipart/form-data' }),
  };
}

function formOf(url: string, tag: string, inside: string): PlainForm {
  const inputs = [...inside.matchAll(/<input\b[^>]*>/gi)].map(([input]) => input);
  const chosen = inputs.filter(
    (input) => !/^(radio|checkbox)$/.test(attribute(input, 'type') ?? '') || /\schecked/i.test(input),
  );
  return {
    action: new URL(attribute(tag, 'action') || url, url).href,
    method: (attribute(tag, 'method') ?? 'get').toLowerCase(),
    multipart: attribute(tag, 'enctype') === 'multipart/form-data',
    fields: [
      ...chosen.flatMap((input) => {
        const name = attribute(input, 'name');
        return name === undefined ? [] : [[name, attribute(input, 'value') ?? ''] as const];
      }),
      ...selected(inside),
    ],
    buttons: [...inside.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/gi)].map(
      ([, button = '', text = '']) => ({
        text: words(text),
        name: attribute(button, 'name'),
        value: attribute(button, 'value') ?? '',
        target: targetOf(url, button),
      }),
    ),
    choices: choicesOf(inputs),
  };
}

function choicesOf(inputs: readonly string[]): Record<string, string[]> {
  const choices: Record<string, string[]> = {};
  for (const input of inputs.filter((each) => attribute(each, 'type') === 'radio')) {
    const name = attribute(input, 'name') ?? '';
    choices[name] = [...(choices[name] ?? []), attribute(input, 'value') ?? ''];
  }
  return choices;
}

/** What the lists of a form stand at. */
function selected(form: string): (readonly [string, string])[] {
  return [...form.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/gi)].flatMap(
    ([, tag = '', inside = '']) => {
      const options = [...inside.matchAll(/<option\b[^>]*>/gi)].map(([option]) => option);
      const option = options.find((each) => /\sselected/i.test(each)) ?? options[0];
      const name = attribute(tag, 'name');
      return option === undefined || name === undefined
        ? []
        : [[name, attribute(option, 'value') ?? ''] as const];
    },
  );
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
}

const words = (html: string): string =>
  unescaped(html.replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#x27': "'",
};
const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (entity, name: string) => ENTITIES[name] ?? entity);
