import type { proofZh } from '../zh-CN/proof.ts';

export const proofEn: Record<keyof typeof proofZh, string> = {
  'nav.proof': 'Proof',

  'proof.title': 'Proof of history',
  'proof.intro':
    'Every record of the history is linked to the one before by a fingerprint, and all records together have one fingerprint, the tree head. Once a head is copied or printed, every change, removal or insertion is found by a check, even one made by the owner of the database.',
  'proof.lastHead': 'Newest tree head',
  'proof.size': 'Records',
  'proof.root': 'Root',
  'proof.at': 'Made',
  'proof.hash': 'Its own hash',
  'proof.prevHash': 'Hash of the head before',
  'proof.signature': 'Signature',
  'proof.unsigned': 'not signed',
  'proof.publicKey': 'Public key',
  'proof.line': 'The line to keep',
  'proof.lineHint':
    'Copy this line to another place, or print this page. Later compare with guatu verify --heads FILE.',
  'proof.copy': 'Copy',
  'proof.copied': 'Copied',
  'proof.print': 'Print',
  'proof.heads': 'All heads',
  'proof.noHeads':
    'No head yet. The program looks every ten minutes and makes one where there are new records.',
  'proof.waiting': 'Newer records that are not in it yet: {{count}}',
  'proof.checks': 'Last self-check',
  'proof.noCheck': 'Not checked yet. The program checks itself once a day.',
  'proof.checkHolds': 'everything holds',
  'proof.checkFails': 'places where it does not hold: {{count}}',
  'proof.checkedCounts':
    'Checked {{events}} records of {{subjects}} subjects, the state of {{problems}} problems and {{heads}} heads in {{seconds}} s.',
  'proof.selfCheckHint':
    'A self-check is made by this program and is a hint only. A real check is made on another machine, as below.',
  'proof.howTo': 'How to check',
  'proof.howToLive': 'The database, at the server:',
  'proof.howToExport': 'An export, on any machine, without server and database:',
  'proof.howToTools':
    'How to check one record with ordinary tools and without this program stands in docs/data-formats.md.',

  'proof.subject.problem': 'Problem',
  'proof.subject.inspection': 'Inspection',
  'proof.subject.round': 'Round',
  'proof.subject.standardVersion': 'Version of a standard',
  'proof.subject.site': 'Site',
  'proof.subject.unit': 'Unit',
  'proof.subject.taskLine': 'Task line',
  'proof.subject.person': 'Person',
  'proof.subject.scheme': 'Scheme',
  'proof.subject.ranking': 'Ranking',
  'proof.subject.pledge': 'Pledge',
  'proof.subject.sweep': 'Sweep',
  'proof.subject.revisit': 'Revisit',
  'proof.subject.order': 'Order',
  'proof.subject.escalation': 'Escalation',
  'proof.subject.ledgerImport': 'Ledger import',
  'proof.subject.city': 'City settings',
  'proof.subject.vacancy': 'Vacancy',
  'proof.subject.delivery': 'Delivery',
  'proof.subject.unknown': 'Unknown subject',
  'proof.subjectNumbered': '{{kind}} no. {{number}} ({{id}})',
  'proof.subjectPlain': '{{kind}} {{id}}',

  'proof.finding.eventChanged':
    '{{subject}}: record {{version}} was changed. The fingerprint of its content should be {{expected}} and is {{found}}.',
  'proof.finding.eventRewritten':
    '{{subject}}: record {{version}} was changed together with its fingerprint. The log has {{expected}}, the record now {{found}}.',
  'proof.finding.eventInserted': '{{subject}}: record {{version}} was inserted afterwards.',
  'proof.finding.eventsReordered': '{{subject}}: records {{version}} and {{other}} were exchanged.',
  'proof.finding.eventMissing':
    '{{subject}}: from record {{version}} on, {{count}} are missing before record {{next}}: deleted from the middle.',
  'proof.finding.linkBroken':
    '{{subject}}: record {{version}} does not follow the one before. That has the fingerprint {{expected}}, it names {{found}}.',
  'proof.finding.tailMissing':
    '{{subject}}: the end was cut off. The log knows {{count}} more from record {{version}} on.',
  'proof.finding.subjectMissing':
    '{{subject}}: the whole history was deleted. The log knows {{count}} from record {{version}} on.',
  'proof.finding.rowDiffers':
    '{{subject}}: its state is not what its history makes. By the history (up to record {{version}}) {{member}} is {{expected}}, the row has {{found}}.',
  'proof.finding.rowEndDiffers':
    '{{subject}}: its row names another end of the history. After record {{version}} it is {{expected}}, the row has {{found}}.',
  'proof.finding.rowMissing': '{{subject}}: has a history but is not in the ledger: its row was deleted.',
  'proof.finding.rowWithoutHistory':
    '{{subject}}: is in the ledger without any history: written there directly, or the history was deleted.',
  'proof.finding.leafMissing':
    'The head of {{at}} covers {{size}} records; the log has only {{found}} without a gap.',
  'proof.finding.leafBeyondHeads':
    'The log has {{count}} records beyond the last head ({{size}}): later heads were deleted.',
  'proof.finding.rootDiffers':
    'The head of {{at}} ({{size}} records) does not fit: it says {{expected}}, recomputed {{found}}. The log was changed after record {{after}}.',
  'proof.finding.headChanged':
    'The head of {{at}} ({{size}} records) was itself changed: hash or signature do not fit (it says {{expected}}, recomputed {{found}}).',
  'proof.finding.headMissing':
    'The head of {{at}} ({{size}} records) does not follow the one before ({{after}}): heads between them were deleted or changed.',
  'proof.finding.headForeignKey':
    'The head of {{at}} ({{size}} records) is not signed with the given key {{expected}}.',
  'proof.finding.writtenHeadUnreadable': 'Line {{line}} of the file of heads cannot be read as a head.',
  'proof.finding.writtenHeadForged':
    'Line {{line}} of the file of heads ({{at}}, {{size}} records): hash or signature do not fit.',
  'proof.finding.writtenHeadDiffers':
    'Differs from a head that was written down ({{at}}, {{size}} records): written down {{expected}}, recomputed {{found}}. History after record {{after}} was changed together with its heads.',
  'proof.finding.writtenHeadBeyond':
    'A head that was written down ({{at}}) covers {{size}} records, now there are {{found}}: the later ones were deleted, or the database was restored to an earlier state.',
  'proof.finding.lineUnreadable':
    'Line {{line}} of the export is not what it should be: changed, repeated or at the wrong place.',
  'proof.finding.exportCut': 'The export has no seal at its end: cut off after {{events}} records.',
  'proof.finding.exportCountDiffers':
    'The seal of the export states {{expected}} {{what}}, there are {{found}}.',
  'proof.finding.exportSealDiffers':
    'The bytes of the export are not those of its seal: sealed {{expected}}, found {{found}}, or the signature does not fit.',

  'proof.cli.city': '{{name}} ({{code}})',
  'proof.cli.counts':
    'Checked {{events}} records of {{subjects}} subjects, the state of {{problems}} problems and {{heads}} heads in {{seconds}} s, {{speed}} records a second.',
  'proof.cli.exportCounts':
    'Checked {{events}} records of {{subjects}} subjects and {{heads}} heads in {{seconds}} s, {{speed}} records a second.',
  'proof.cli.written': 'Compared with {{count}} heads that were written down ({{file}}).',
  'proof.cli.noWritten':
    'There were no written-down heads to compare with: compare the head below with one copied or printed elsewhere.',
  'proof.cli.lastHead': 'Newest head: {{at}}, {{size}} records, {{root}}',
  'proof.cli.noHead': 'No head yet.',
  'proof.cli.notCovered': '{{count}} records are not under a head yet.',
  'proof.cli.holds': 'Everything holds.',
  'proof.cli.first': 'First: {{finding}}',
  'proof.cli.more': '{{count}} more are not listed.',
  'proof.cli.fails': 'Places where it does not hold: {{count}}.',
  'proof.cli.noCity': 'There is no city in the database, or none with code {{code}}.',
  'proof.cli.whichCity': 'The database holds several cities, name one with --city: {{codes}}',
  'proof.cli.unreadable': 'Cannot read {{file}}: {{detail}}',
  'proof.cli.badKey': 'A public key has 64 hexadecimal characters.',
  'proof.cli.notBoth': '--export checks a file, --write-export writes one: one of them at a time.',
  'proof.cli.exported': 'Wrote {{file}}: {{events}} records, {{heads}} heads.',
};
