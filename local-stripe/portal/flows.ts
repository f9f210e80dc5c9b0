import { cancelPage } from './cancel-page';
import { cardPage } from './card-form-page';
import { makeDefaultPage, ownCardPage, removeCardPage } from './card-pages';
import { choosePlanPage } from './choose-plan-page';
import { customerPage } from './customer-page';
import type { FlowPage } from './flow-page';
import { home, invoiceHistory } from './home-page';
import { pausePage } from './pause-page';
import { renewPage, resumePage, unschedulePage } from './undo-pages';
import { updateConfirmPage } from './update-confirm-page';

/**
 * Every page of the portal by its name. A flow's own first page has the flow's type; its further pages are named
 * `<type>-<what>`, which opens them within that flow's sessions too. All others are for sessions that show the home.
 */
export const FLOW_PAGES: Readonly<Partial<Record<string, FlowPage>>> = {
  customer_update: customerPage,
  home,
  invoice_history: invoiceHistory,
  payment_method_default: makeDefaultPage,
  payment_method_own: ownCardPage,
  payment_method_remove: removeCardPage,
  payment_method_update: cardPage,
  subscription_update_confirm: updateConfirmPage,
  subscription_cancel: cancelPage,
  subscription_pause: pausePage,
  subscription_update: choosePlanPage,
  cancel: cancelPage,
  pause: pausePage,
  update: choosePlanPage,
  renew: renewPage,
  resume: resumePage,
  'cancel-scheduled-update': unschedulePage,
};
