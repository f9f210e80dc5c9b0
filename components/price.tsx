/**
 * What a plan costs. With a discount the full price comes first, struck through and announced as "was";
 * the new price and how long it lasts stand together, because neither is true without the other.
 */
export function Price({
  price,
  per,
  discounted,
}: {
  price: string;
  per: string;
  discounted: { price: string; words: string } | null;
}) {
  return (
    <div className="tabular-nums">
      <p className="flex flex-wrap items-baseline gap-x-2">
        {discounted ? (
          <s className="text-muted decoration-2">
            <span className="sr-only">was </span>
            {price}
          </s>
        ) : null}
        {discounted ? <span className="sr-only">now</span> : null}
        <strong className="font-semibold text-title">{discounted?.price ?? price}</strong>
      </p>
      <p className={discounted ? 'font-medium text-accent' : 'text-muted'}>
        {per}
        {discounted ? ` ${discounted.words}` : ''}
      </p>
    </div>
  );
}
