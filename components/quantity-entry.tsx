import type { QuantityField } from '@/lib/pricing/types';
import { buttonClass } from './button-class';

/**
 * How many of a plan: a field of the plan's form (`form` is its id), which stands with the price that it decides. Its
 * button gets the same page for the number that was typed; the plan's own button takes it along at once.
 */
export function QuantityEntry({ field, form }: { field: QuantityField; form: string }) {
  const { label, value, minimum, maximum, limits, error } = field;
  const id = `${form}-quantity`;
  return (
    <div className="mt-4">
      <label htmlFor={id} className="block font-medium">
        {label} <span className="font-normal text-muted text-small tabular-nums">{limits}</span>
      </label>
      <div className="mt-1 flex">
        <input
          id={id}
          form={form}
          name="quantity"
          type="number"
          inputMode="numeric"
          min={minimum}
          max={maximum}
          step={1}
          required
          autoComplete="off"
          defaultValue={value}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          className={`min-h-11 w-20 rounded-brand border bg-raised px-3 tabular-nums ${error ? 'border-attention' : 'border-control'}`}
        />
        <button type="submit" form={form} className={buttonClass('quiet')}>
          Show price
        </button>
      </div>
      {error ? (
        <p id={`${id}-error`} role="alert" className="mt-1 text-attention">
          {error}
        </p>
      ) : null}
    </div>
  );
}
