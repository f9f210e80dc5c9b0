import { CURRENCIES, INTERVAL_NAMES, INTERVALS, PLANS } from '@/lib/billing/catalogue';
import { type FormField, type LinkForm, LONGEST_NAME } from '@/lib/campaigns/form';
import { LONGEST_CODE, LONGEST_UTM } from '@/lib/campaigns/link';
import { ActionRow } from './action-row';
import { buttonClass } from './button-class';
import { SubmitButton } from './submit-button';
import { TextField } from './text-field';

/** Characters. */
const LONGEST_NUMBER = 9;

/** "Scale: 1 to 10 workspaces": of what a link can name a number. */
const COUNTED = PLANS.flatMap(({ name, quantity }) =>
  quantity ? [`${name}: ${quantity.minimum} to ${quantity.maximum} ${quantity.units}`] : [],
).join('; ');

/**
 * The form that builds a link. "Check" gets the same page with what was typed; "Keep" posts it to the action. Both work
 * without JavaScript.
 */
export function CampaignForm({
  form,
  createLink,
}: {
  form: LinkForm;
  createLink: (form: FormData) => Promise<void>;
}) {
  return (
    <form action={createLink} className="space-y-6">
      <Text
        form={form}
        name="name"
        label="Name"
        hint="For you and the team; visitors never see it."
        maxLength={LONGEST_NAME}
      />
      <Text
        form={form}
        name="code"
        label="Promotion code"
        hint="As it is at Stripe, in any case. Leave it empty for a link to the full prices."
        maxLength={LONGEST_CODE}
        capitals
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          form={form}
          name="plan"
          label="Plan"
          none="No plan in particular"
          options={PLANS.map(({ key, name }) => ({ value: key, label: name }))}
        />
        <Choice
          form={form}
          name="interval"
          label="Billing"
          none="As usual"
          options={INTERVALS.map((interval) => ({ value: interval, label: INTERVAL_NAMES[interval] }))}
        />
        <Choice
          form={form}
          name="currency"
          label="Currency"
          none="As usual"
          options={CURRENCIES.map((currency) => ({ value: currency, label: currency.toUpperCase() }))}
        />
        <Text form={form} name="quantity" label="Number" hint={COUNTED} maxLength={LONGEST_NUMBER} />
      </div>
      <fieldset className="space-y-4 border-line border-t pt-6">
        <legend className="sr-only">Where the link will stand</legend>
        <p aria-hidden="true" className="font-semibold">
          Where the link will stand
        </p>
        <div className="grid gap-4 sm:grid-cols-2">
          <Text
            form={form}
            name="utm_source"
            label="Source"
            hint="newsletter, poster"
            maxLength={LONGEST_UTM}
          />
          <Text form={form} name="utm_medium" label="Medium" hint="e-mail, print" maxLength={LONGEST_UTM} />
          <Text form={form} name="utm_campaign" label="Campaign" hint="spring-2027" maxLength={LONGEST_UTM} />
          <Text
            form={form}
            name="utm_content"
            label="Content"
            hint="button, footer"
            maxLength={LONGEST_UTM}
          />
          <Text
            form={form}
            name="utm_term"
            label="Term"
            hint="what was searched for"
            maxLength={LONGEST_UTM}
          />
        </div>
      </fieldset>
      <ActionRow>
        <SubmitButton kind="primary" pendingLabel="One moment…">
          Keep this link
        </SubmitButton>
        <button
          type="submit"
          formAction="/campaigns/new"
          formMethod="get"
          className={buttonClass('secondary')}
        >
          Check it first
        </button>
      </ActionRow>
    </form>
  );
}

function Text({
  form,
  name,
  label,
  hint,
  maxLength,
  capitals = false,
}: {
  form: LinkForm;
  name: FormField;
  label: string;
  hint: string;
  maxLength: number;
  capitals?: boolean;
}) {
  return (
    <TextField
      id={name}
      name={name}
      label={label}
      hint={hint}
      error={form.errors[name] ?? null}
      defaultValue={form.typed[name]}
      // what is already too long must be there to be shortened
      maxLength={Math.max(maxLength, form.typed[name].length)}
      autoComplete="off"
      spellCheck={false}
      {...(capitals && { autoCapitalize: 'characters' })}
    />
  );
}

function Choice({
  form,
  name,
  label,
  none,
  options,
}: {
  form: LinkForm;
  name: FormField;
  label: string;
  none: string;
  options: readonly Readonly<{ value: string; label: string }>[];
}) {
  const error = form.errors[name];
  const errorId = error ? `${name}-error` : undefined;
  return (
    <div>
      <label htmlFor={name} className="block font-medium">
        {label}
      </label>
      <select
        id={name}
        name={name}
        defaultValue={error ? '' : form.typed[name]}
        aria-invalid={error ? true : undefined}
        aria-describedby={errorId}
        className={`mt-1 min-h-11 w-full rounded-brand border bg-raised px-3 ${error ? 'border-attention' : 'border-control'}`}
      >
        <option value="">{none}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {error ? (
        <p id={errorId} className="mt-1 text-attention">
          {error}
        </p>
      ) : null}
    </div>
  );
}
