/** A page inside of another one: the address that shows only the stage and the timeline, and the code around it. */
const PARAMETER = 'embed';

export const isEmbedded = ({ search }: Pick<Location, 'search'>): boolean =>
  new URLSearchParams(search).has(PARAMETER);

/** The address of the same thing with or without the page around it. */
export function addressFor(address: string, embedded: boolean): string {
  const url = new URL(address);
  url.searchParams.delete(PARAMETER);
  // `?embed` alone, as people write it, and not `?embed=`.
  const others = url.searchParams.toString();
  url.search = [others, ...(embedded ? [PARAMETER] : [])].filter((part) => part !== '').join('&');
  return url.href;
}

/** An `<iframe>` to paste into a page or a slide; `title` says what is in it to those who do not see it. */
export function embedCode(address: string, title: string): string {
  const src = escapeAttribute(addressFor(address, true));
  return `<iframe src="${src}" title="${escapeAttribute(title)}" width="720" height="520" loading="lazy" style="border: 0; max-width: 100%"></iframe>`;
}

const escapeAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
