import type { PlanCard, PricingView } from '@/lib/pricing/types';

// the brand of app/globals.css in light; a picture knows no CSS variables
const SURFACE = '#faf6ee';
const TEXT = '#221d16';
const MUTED = '#6b645a';
const ACCENT = '#0b5d4b';

/** The picture of a shared link, drawn with flex boxes only: that is what the renderer knows. */
export function PricingPicture({
  company,
  plans,
  promotion,
}: {
  company: string;
  plans: readonly PlanCard[];
  promotion: PricingView['promotion'];
}) {
  const [only] = plans.length === 1 ? plans : [];
  return (
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        padding: 72,
        background: SURFACE,
        color: TEXT,
        fontFamily: 'Geist',
        fontSize: 36,
      }}
    >
      <div style={{ display: 'flex', justifyContent: 'space-between' }}>
        <div style={{ display: 'flex', fontWeight: 600 }}>{only ? `${company} ${only.name}` : company}</div>
        {promotion.state === 'applied' ? (
          <div style={{ display: 'flex', color: ACCENT }}>{`${promotion.code}: ${promotion.summary}`}</div>
        ) : null}
      </div>
      {only ? <OnePlan plan={only} /> : <AllPlans plans={plans} />}
      <div style={{ display: 'flex', color: MUTED, fontSize: 30 }}>
        You see the exact amount before you confirm anything.
      </div>
    </div>
  );
}

function OnePlan({ plan }: { plan: PlanCard }) {
  return (
    <div style={{ display: 'flex', flexDirection: 'column' }}>
      <div style={{ display: 'flex', alignItems: 'baseline' }}>
        {plan.discounted ? (
          <div
            style={{
              display: 'flex',
              marginRight: 32,
              fontSize: 64,
              color: MUTED,
              textDecoration: 'line-through',
            }}
          >
            {plan.price}
          </div>
        ) : null}
        <div style={{ display: 'flex', fontSize: 136, fontWeight: 600 }}>
          {plan.discounted?.price ?? plan.price}
        </div>
      </div>
      <div style={{ display: 'flex', color: plan.discounted ? ACCENT : MUTED }}>
        {`${plan.per} ${plan.discounted?.words ?? ''}`}
      </div>
    </div>
  );
}

function AllPlans({ plans }: { plans: readonly PlanCard[] }) {
  return (
    <div style={{ display: 'flex', justifyContent: 'space-between' }}>
      {plans.map((plan) => (
        <div key={plan.plan} style={{ display: 'flex', flexDirection: 'column' }}>
          <div style={{ display: 'flex' }}>{plan.name}</div>
          <div style={{ display: 'flex', color: MUTED, textDecoration: 'line-through', height: 48 }}>
            {plan.discounted ? plan.price : ''}
          </div>
          <div style={{ display: 'flex', fontSize: 60, fontWeight: 600 }}>
            {plan.discounted?.price ?? plan.price}
          </div>
          <div style={{ display: 'flex', color: MUTED, fontSize: 28 }}>{plan.per}</div>
        </div>
      ))}
    </div>
  );
}
