/** Facts for search engines; `json` must be safe inside a script element. */
export function StructuredData({ json }: { json: string }) {
  return (
    <script
      type="application/ld+json"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: the JSON is ours and escaped where it is made
      dangerouslySetInnerHTML={{ __html: json }}
    />
  );
}
