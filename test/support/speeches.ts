import { readFile } from 'node:fs/promises';
import { Converter } from 'opencc-js/t2cn';

/** The three speeches under blue flags that ship with the product, in both scripts. */
export async function readSpeeches(): Promise<{ traditional: string; simplified: string }> {
  const file = new URL('../../sample/pledges/pledge-speeches-2019.txt', import.meta.url);
  const traditional = await readFile(file, 'utf8');
  return { traditional, simplified: Converter({ from: 't', to: 'cn' })(traditional) };
}
