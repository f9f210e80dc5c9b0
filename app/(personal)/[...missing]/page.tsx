import { notFound } from 'next/navigation';

/** Every address that leads nowhere, so that its page has the header of whoever asks. */
export default function MissingPage(): never {
  notFound();
}
