import type { Fact } from '@/lib/account/types';
import { TextLink } from './text-link';

/** What is so now, line by line; what it was before stands first, struck through and announced as "was". */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="divide-y divide-line rounded-[calc(var(--radius-brand)+4px)] border border-line bg-raised px-5 py-2 sm:px-8">
      {facts.map(({ label, value, href, was }) => (
        <div key={label} className="flex flex-wrap justify-between gap-x-8 gap-y-1 py-4">
          <dt className="text-muted">{label}</dt>
          <dd className="flex flex-wrap gap-x-2 font-medium tabular-nums">
            {was ? (
              <>
                <s className="font-normal text-muted">
                  <span className="sr-only">was </span>
                  {was}
                </s>
                <span className="sr-only">now</span>
              </>
            ) : null}
            {href ? <TextLink href={href}>{value}</TextLink> : <span>{value}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
