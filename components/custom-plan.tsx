import { CUSTOM_PLAN } from '@/lib/billing/catalogue';
import { buttonClass } from './button-class';

/** The plan without a price: what it adds, and whom to talk to. */
export function CustomPlan() {
  const { name, tagline, features, contact } = CUSTOM_PLAN;
  return (
    <section
      aria-labelledby="custom-plan"
      className="flex flex-wrap items-center justify-between gap-x-12 gap-y-4 rounded-[calc(var(--radius-brand)+4px)] border border-line bg-raised p-5"
    >
      <div className="max-w-line">
        <h2 id="custom-plan" className="font-semibold">
          {name}
        </h2>
        <p className="mt-1 text-muted">{tagline}</p>
        <p className="mt-2">{features.join(' · ')}</p>
      </div>
      <a
        href={`mailto:${contact}?subject=${encodeURIComponent(name)}`}
        className={`${buttonClass('secondary')} max-sm:w-full`}
      >
        Talk to us
      </a>
    </section>
  );
}
