/** Any value that JSON can carry. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * One text for one value: keys sorted by code unit, no white space, `undefined` members left out.
 * Hashes of history, standards and rankings are taken over this text, so that anybody can repeat them
 * with a JSON parser and SHA-256.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  let text = '';
  if (Array.isArray(value)) {
    for (const entry of value) text += `${text === '' ? '' : ','}${canonicalJson(entry as Json)}`;
    return `[${text}]`;
  }
  const members = value as { [key: string]: Json | undefined };
  // the default order of sort is by code unit
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
