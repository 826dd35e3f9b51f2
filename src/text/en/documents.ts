import type { documentsZh } from '../zh-CN/documents.ts';

export const documentsEn: Record<keyof typeof documentsZh, string> = {
  'documents.headSuffix': ' document',
  'documents.listSeparator': ', ',
  'documents.recipientSeparator': ', ',
  'documents.sentenceSeparator': '; ',
  'documents.salutationEnd': ':',
  'documents.date': '{{year}}-{{month}}-{{day}}',
  'documents.heading1': '{{number}}. {{text}}',
  'documents.heading2': '({{number}}) {{text}}',
  'documents.item': '{{number}}. {{text}}',
  'documents.opening': 'Under "{{basis}}": {{assessors}}. The results are:',
  'documents.openingBasisOnly': 'Under "{{basis}}", the results are:',
  'documents.openingAssessorsOnly': '{{assessors}}. The results are:',
  'documents.openingPlain': 'The results are:',
  'documents.ranked': 'In order: {{units}}.',
  'documents.rankedLong':
    '{{count}} units are ranked; the first {{shown}} are: {{units}}. The annex has all ranks and scores.',
  'documents.rankedUnit': 'no. {{rank}} {{name}} ({{score}})',
  'documents.unranked': '{{name}}: {{score}}, {{reason}}.',
  'documents.unrankedNoScore': '{{name}}: {{reason}}.',
  'documents.sweeps': 'Sweeps',
  'documents.sweepsLine':
    'Sweeps begun: {{sweeps}}, done {{done}}, waived {{waived}}; of {{sites}} sites {{checked}} were checked and {{found}} had the same fault.',
  'documents.sweepsSpot': 'Spot-checked: {{spot}}; a "clear" contradicted: {{contradicted}}.',
  'documents.sweepsCause': 'Main root cause: {{cause}}.',
  'documents.decision': 'Decision',
  'documents.praise': 'Praise',
  'documents.criticism': 'Criticism',
  'documents.decidedBy': 'By decision of {{issuer}}: ',
  'documents.decided': 'By decision: ',
  'documents.praiseOf': '{{units}} ({{group}}) are praised and receive the {{flag}}.',
  'documents.criticismOf': '{{units}} ({{group}}) are criticised and receive the {{flag}}.',
  'documents.method': 'Notes',
  'documents.annexNote': 'Annexes: ',
  'documents.annex': 'Annex ',
  'documents.copyTo': 'Copy to: {{names}}.',
  'documents.printed': 'Printed {{date}}',
  'documents.column.rank': 'Rank',
  'documents.column.unit': 'Unit',
  'documents.column.score': 'Score',
  'documents.column.flag': 'Flag',
  'documents.column.note': 'Note',
  'documents.annexTitle': 'Scores and ranks: {{group}}',
  'documents.untitled': 'Results',
  'documents.column.sites': 'Sites',
  'documents.column.struckOff': 'Struck off on time / due',
  'documents.column.part': '{{name}} (×{{weight}})',
  'documents.annexCounts':
    'Sites: inspected and scored in this round. Struck off on time / due: of the problems that fell due in the period.',
  'documents.schemeLine':
    'Computed by "{{scheme}}"; scores are rounded half up to {{decimals}} decimals and ranks compare the rounded scores.',
  'documents.minimumLine': 'Units with fewer than {{minimum}} inspected sites are scored but not ranked.',
  'documents.factsLine':
    'Data of "{{round}}", period {{from}} to {{to}}, as of {{asOf}}: {{sites}} sites inspected, {{problems}} problems due.',
  'documents.tieDecided':
    'Equal scores in {{group}}; by decision the {{flag}} goes to {{units}}: {{reason}}.',
  'documents.tieNobody':
    'Equal scores in {{group}}; by decision none of the tied units gets the {{flag}}: {{reason}}.',
  'documents.corrects':
    'This bulletin corrects {{number}} "{{title}}"; ranks and flags of that issue no longer count.',
  'documents.correctsTitle':
    'This bulletin corrects "{{title}}"; ranks and flags of that issue no longer count.',
  'documents.publishedSource': 'Results as published; source: {{source}}.',
  'documents.fingerprint':
    'Hash of the data (SHA-256): {{hash}}; program: {{version}}. The exported file lets anybody compute it again.',
};
