/** A text of an address without its percent signs; undefined where it is not encoded as it should be. Source: RFC 3986, section 2.1 */
export function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
