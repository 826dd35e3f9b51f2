import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import { linesOf } from './byte-lines.ts';
import type { CheckAgainst } from './city-check.ts';
import { shownHead } from './city-check.ts';
import { openEntryStore } from './entry-store.ts';
import {
  type ExportHeader,
  type ExportSeal,
  exportHeader,
  exportSeal,
  readEventLine,
  sealFormat,
  sealText,
} from './export-format.ts';
import { collectFindings, type FindingList, finding, type ProofReport } from './proof-finding.ts';
import { signatureFits } from './signing-key.ts';
import { checkSubject, type LoggedEvent } from './subject-check.ts';
import { checkHeads, checkTree, readWrittenHeads } from './tree-check.ts';
import { type TreeHead, treeHeadSchema } from './tree-head.ts';

/** What an export holds, as far as it was read; `header` null where it is no export. */
export interface ExportReport extends ProofReport {
  readonly header: ExportHeader | null;
}

/** An export as a file: its bytes, and how many. */
export interface ExportFile {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly size: number;
}

/** No line of an event is shorter. */
const shortestEvent = 300;

/**
 * Checks an export without server and database: each line's form, each chain, the tree, the heads, the
 * seal. Memory: the history of one subject, and 33 bytes for each event.
 */
export async function checkExport(file: ExportFile, against: CheckAgainst = {}): Promise<ExportReport> {
  const findings = collectFindings();
  const key = against.key ?? null;
  const read = await readExport(file, key, findings);
  const { header, heads, entries } = read;
  const cityId = header?.cityId ?? '';
  checkHeads(cityId, heads, key, findings);
  const written =
    against.written && header ? await readWrittenHeads(cityId, against.written, key, findings) : [];
  const { tree } = await checkTree(heads, written, entries.inOrder(), findings);
  return {
    header,
    events: read.events,
    subjects: read.subjects,
    problems: 0,
    heads: heads.length,
    writtenHeads: written.length,
    treeSize: tree.size,
    lastHead: shownHead(heads.at(-1)),
    findingCount: findings.count,
    findings: findings.findings,
  };
}

type Part = 'header' | 'events' | 'heads' | 'end';

async function readExport(file: ExportFile, key: Buffer | null, findings: FindingList) {
  const digest = createHash('sha256');
  const entries = openEntryStore(Math.ceil(file.size / shortestEvent));
  const heads: TreeHead[] = [];
  let header: ExportHeader | null = null;
  let seal: ExportSeal | null = null;
  let part: Part = 'header';
  let history: LoggedEvent[] = [];
  let events = 0;
  let subjects = 0;
  let line = 0;
  const endSubject = () => {
    if (history.length === 0 || !header) return;
    subjects += 1;
    const checked = checkSubject(header.cityId, history);
    if (!checked.holds) findings.add(checked.finding);
    history = [];
  };
  const unreadable = () => findings.add(finding('lineUnreadable', { line }));
  for await (const bytes of linesOf(file.chunks)) {
    line += 1;
    const text = decodeLine(bytes);
    if (part === 'events' && header && text !== undefined) {
      const event = readEventLine(header.cityId, bytes.subarray(0, -1), text);
      if (event) {
        digest.update(bytes);
        const [first] = history;
        if (first && (first.subjectId !== event.subjectId || first.subjectKind !== event.subjectKind))
          endSubject();
        history.push(event);
        events += 1;
        if (!entries.put(event.leaf.index, event.hash)) unreadable();
        continue;
      }
    }
    const value = text === undefined ? undefined : readCanonical(text);
    const isSeal = isOfFormat(value, sealFormat);
    if (!isSeal) digest.update(bytes);
    if (part === 'header') {
      header = exportHeader.safeParse(value).data ?? null;
      // what is no export is not gone through to its end
      if (!header) break;
      part = 'events';
      continue;
    }
    const head = isSeal || part === 'end' ? undefined : treeHeadSchema.safeParse(value).data;
    if (head) {
      part = 'heads';
      heads.push(head);
      continue;
    }
    const found = part === 'end' ? undefined : exportSeal.safeParse(value).data;
    if (found) {
      seal = found;
      part = 'end';
    } else unreadable();
  }
  if (!header && line > 0) unreadable();
  endSubject();
  if (line === 0) findings.add(finding('exportCut', { events }));
  if (header) checkSeal(seal, { events, heads: heads.length, sha256: digest.digest('hex') }, key, findings);
  return { header, heads, entries, events, subjects };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a line that ends with a line feed, without it; undefined where it is no UTF-8. */
function decodeLine(bytes: Buffer): string | undefined {
  if (bytes.at(-1) !== 10) return undefined;
  try {
    return utf8.decode(bytes.subarray(0, -1));
  } catch {
    return undefined;
  }
}

/** The value of canonical JSON; undefined of any other text. */
function readCanonical(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function isOfFormat(value: Json | undefined, format: string): boolean {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === format;
}

function checkSeal(
  seal: ExportSeal | null,
  counted: Pick<ExportSeal, 'events' | 'heads' | 'sha256'>,
  key: Buffer | null,
  findings: FindingList,
): void {
  if (!seal) {
    findings.add(finding('exportCut', { events: counted.events }));
    return;
  }
  for (const what of ['events', 'heads'] as const) {
    if (seal[what] !== counted[what]) {
      findings.add(finding('exportCountDiffers', { what, expected: seal[what], found: counted[what] }));
      return;
    }
  }
  const { publicKey, signature, sha256 } = seal;
  const isSigned = publicKey !== null && signature !== null;
  const fits = isSigned
    ? (!key || key.toString('hex') === publicKey) &&
      signatureFits(Buffer.from(publicKey, 'hex'), sealText(seal), Buffer.from(signature, 'hex'))
    : publicKey === signature && !key;
  if (sha256 !== counted.sha256 || !fits) {
    findings.add(finding('exportSealDiffers', { expected: sha256, found: counted.sha256 }));
  }
}
