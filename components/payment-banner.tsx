import type { Banner } from '@/lib/account/banner';
import { ActionRow } from './action-row';
import { Notice } from './notice';
import { PortalForm } from './portal-form';

type Action = () => Promise<void>;

/** On every page of somebody whose payment failed: the card first, then the open invoice. */
export function PaymentBanner({
  banner,
  updatePaymentMethod,
  payInvoice,
}: {
  banner: Banner;
  updatePaymentMethod: Action;
  payInvoice: (form: FormData) => Promise<void>;
}) {
  return (
    <div className="mb-8">
      <Notice tone="attention" title={banner.title}>
        <p>{banner.message}</p>
        <ActionRow>
          <PortalForm action={updatePaymentMethod} kind="primary">
            Update payment method
          </PortalForm>
          {banner.openAmount ? (
            <PortalForm action={payInvoice} seen={banner.openAmount}>
              Pay {banner.openAmount} now
            </PortalForm>
          ) : null}
        </ActionRow>
      </Notice>
    </div>
  );
}
