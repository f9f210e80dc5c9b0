import { buttonClass } from './button-class';
import { CopyButton } from './copy-button';

/** A link's address, ready to be copied, typed and printed. */
export function CampaignLinkBox({
  address,
  qr,
  files,
}: {
  address: string;
  qr: Readonly<{ path: string; size: number }>;
  files: Readonly<{ svg: string; png: string }>;
}) {
  return (
    <section
      aria-labelledby="link"
      className="grid items-center gap-6 rounded-[calc(var(--radius-brand)+4px)] border border-line bg-raised p-5 sm:grid-cols-[minmax(0,1fr)_auto] sm:gap-10 sm:p-8"
    >
      <div className="min-w-0 space-y-4">
        <h2 id="link" className="font-semibold">
          The link
        </h2>
        <p className="select-all break-all rounded-brand border border-control bg-surface px-4 py-3 font-medium">
          {address}
        </p>
        <div className="flex flex-wrap gap-3">
          <CopyButton text={address} />
          <a href={files.svg} className={buttonClass('secondary')} download>
            QR code as SVG
          </a>
          <a href={files.png} className={buttonClass('secondary')} download>
            QR code as PNG
          </a>
        </div>
      </div>
      <svg
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        role="img"
        aria-label={`QR code of ${address}`}
        shapeRendering="crispEdges"
        className="size-44 rounded-sm sm:size-52"
      >
        <path fill="#fff" d={`M0 0h${qr.size}v${qr.size}H0z`} />
        <path fill="#000" d={qr.path} />
      </svg>
    </section>
  );
}
