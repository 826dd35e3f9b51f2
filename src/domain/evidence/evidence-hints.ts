import type { EvidenceFacts, EvidencePlace } from './evidence-facts.ts';
import { fileHints } from './file-hints.ts';
import { type Hint, hintCodes, hintStrengths } from './hint.ts';
import { placeHints } from './place-hints.ts';
import { reuseHints } from './reuse-hints.ts';
import { timeHints } from './time-hints.ts';

/**
 * What a verifier should look at in a photo, strongest first. Hints never decide: no command asks for them,
 * and each may have an innocent reason. Nothing here = no reason to doubt was found, not proof.
 */
export function evidenceHints(photo: EvidenceFacts, place: EvidencePlace): Hint[] {
  const hints = [...reuseHints(photo), ...timeHints(photo), ...placeHints(photo, place), ...fileHints(photo)];
  return hints.sort(
    (a, b) =>
      hintStrengths.indexOf(a.strength) - hintStrengths.indexOf(b.strength) ||
      hintCodes.indexOf(a.code) - hintCodes.indexOf(b.code),
  );
}
