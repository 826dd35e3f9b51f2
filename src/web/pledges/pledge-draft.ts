import { v7 as uuid } from 'uuid';
import type { InputOf } from '../../client/api.ts';
import type { createPledge, PledgePage, ReadSpeech } from '../../contract/pledges.ts';

type Body = InputOf<typeof createPledge>['body'];

/** What the editor holds of a commitment; `dueStated`: how the speech words the day. */
export type DraftCommitment = Required<NonNullable<Body['commitments']>[number]> & {
  readonly dueStated: string | null;
};

/** What the editor holds of a pledge. */
export interface PledgeDraft {
  readonly unitId: string | undefined;
  readonly speakerPost: string;
  readonly source: string;
  readonly sourceText: string | null;
  readonly causes: readonly { readonly text: string; readonly span: [number, number] | null }[];
  readonly commitments: readonly DraftCommitment[];
}

/** The longest text a commitment and a cause may have. */
const longestCommitment = 1000;
const longestCause = 4000;

/** A commitment nobody has written yet. */
export function emptyCommitment(): DraftCommitment {
  return {
    id: uuid(),
    text: '',
    kind: 'other',
    places: [],
    quantity: null,
    span: null,
    personId: null,
    dueOn: null,
    dueStated: null,
  };
}

/** A pledge written by hand. */
export function emptyDraft(unitId?: string): PledgeDraft {
  return {
    unitId,
    speakerPost: '',
    source: '',
    sourceText: null,
    causes: [],
    commitments: [emptyCommitment()],
  };
}

/** What was read of a speech, as a draft to review. A unit is chosen beforehand where it is certain or alone. */
export function draftOfSpeech(speech: ReadSpeech): PledgeDraft {
  const [first] = speech.units;
  return {
    unitId: first && (first.certain || speech.units.length === 1) ? first.id : undefined,
    speakerPost: speech.post,
    source: '',
    sourceText: speech.text,
    causes: speech.causes.map(({ text, span }) => ({ text: text.slice(0, longestCause), span })),
    commitments: speech.commitments.map((read) => ({
      id: uuid(),
      text: read.text.slice(0, longestCommitment),
      kind: read.kind,
      places: read.places,
      quantity: read.quantity,
      span: read.span,
      personId: null,
      dueOn: read.due,
      dueStated: read.dueStated,
    })),
  };
}

/** A stored draft, to be written anew. */
export function draftOfPledge(pledge: PledgePage): PledgeDraft {
  return {
    unitId: pledge.unit.id,
    speakerPost: pledge.speakerPost ?? '',
    source: pledge.source ?? '',
    sourceText: pledge.sourceText,
    causes: pledge.causes,
    commitments: pledge.commitments.map(({ id, text, kind, places, quantity, span, person, dueOn }) => ({
      id,
      text,
      kind,
      places,
      quantity,
      span,
      personId: person?.id ?? null,
      dueOn,
      dueStated: null,
    })),
  };
}

/** The draft as the contract wants it, without its unit. */
export function contentOf(draft: PledgeDraft): Omit<Body, 'id' | 'unitId'> {
  return {
    speakerPost: draft.speakerPost.trim() || null,
    source: draft.source.trim() || null,
    sourceText: draft.sourceText,
    causes: draft.causes.map(({ text, span }) => ({ text, span })),
    commitments: draft.commitments.map(({ dueStated: _, ...commitment }) => commitment),
  };
}
