/** Which operation a request is, ids left out: `POST /v1/customers/*`. */
export function kindOf(method: string, url: string): string {
  const [path = ''] = url.split('?', 1);
  return `${method} ${path.replace(/\/(cus|pm|sub)_\w+/g, '/*')}`;
}
