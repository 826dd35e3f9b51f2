import { randomInt } from 'node:crypto';

// without letters and digits that look alike on paper: 0 o, 1 l i
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A first password to read out or print: three groups of five, 74 random bits. */
export function makePassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [group(), group(), group()].join('-');
}
