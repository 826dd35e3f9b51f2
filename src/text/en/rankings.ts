import type { rankingsZh } from '../zh-CN/rankings.ts';

export const rankingsEn: Record<keyof typeof rankingsZh, string> = {
  'rankings.wholeTable': 'All units',
  'rankings.unranked': '—',
  'rankings.separator': ', ',
  'rankings.noteSeparator': '; ',
  'rankings.flag.red': 'red flag',
  'rankings.flag.blue': 'blue flag',
  'rankings.flag.yellow': 'yellow flag',
  'rankings.flag.black': 'black flag',

  'rankings.remark.not-ranked': 'not ranked',
  'rankings.remark.no-score': 'no score, not ranked',
  'rankings.remark.flags-conflict': 'meets the conditions of both "{{first}}" and "{{second}}": no flag',
  'rankings.remark.parts-not-applied': 'the given score counts; the other parts were not applied',
  'rankings.remark.too-few-sites':
    '{{sites}} sites inspected, fewer than the {{minimum}} required: not ranked',
  'rankings.remark.component-without-value':
    'nothing to compute "{{component}}" from; its weight is shared among the other parts',

  'rankings.warning.tie-on-flag-line':
    '{{units}} share the score {{score}} on the line of the {{count}} "{{flag}}" places: none is flagged, the office must decide',
  'rankings.warning.published-rank-differs':
    '{{unit}} was published as number {{published}}; its score makes it number {{computed}}',
  'rankings.warning.published-rank-unranked':
    '{{unit}} was published as number {{published}}, but this table does not rank it',
  'rankings.warning.missing-score': '{{unit}} lacks {{fields}}, so it has no score and is not ranked',
  'rankings.warning.unknown-field': 'field "{{field}}" of {{place}} is unknown and was not used',

  'rankings.component.field': 'field inspection',
  'rankings.component.rectification': 'on-time rectification',

  'rankings.warningsTitle': 'Notes:',
  'rankings.written': 'Bulletin written: {{file}}',

  'rankings.place.file': '{{file}}',
  'rankings.place.row': 'row {{row}}',
  'rankings.place.group': 'group "{{group}}"',
  'rankings.place.unit': 'unit "{{unit}}"',
  'rankings.place.field': 'field "{{field}}"',
  'rankings.place.join': ', ',
  'rankings.place.wholeTable': 'the table',

  'rankings.expected.decimal': 'a decimal (such as 83.00)',
  'rankings.expected.amount': 'a decimal without a minus sign (such as 0.3)',
  'rankings.expected.whole-number': 'a whole number within its range',
  'rankings.expected.text': 'text that is not empty',
  'rankings.expected.list': 'a list [ ]',
  'rankings.expected.object': 'an object { }',
  'rankings.expected.yes-or-no': 'true or false (是 or 否 in a sheet)',
  'rankings.expected.order': 'higher-is-better or lower-is-better',
  'rankings.expected.tie-rule': 'competition or dense',
  'rankings.expected.date': 'a day (such as 2019-08-21)',
  'rankings.expected.min-or-below': 'min or below, or both',
  'rankings.expected.group': 'at least one group',
  'rankings.expected.too-many': 'no more than 50000 entries',
  'rankings.expected.valid': 'content of the documented form',

  'refusal.rank-wrong-value': '{{place}}: expected {{expected}}, found {{value}}',
  'refusal.rank-missing-value': '{{place}}: missing, expected {{expected}}',
  'refusal.rank-duplicate-unit': '{{place}}: the unit occurs twice in its group',
  'refusal.rank-duplicate-group': '{{place}}: the group occurs twice',
  'refusal.rank-duplicate-component': '{{place}}: the component "{{key}}" occurs twice',
  'refusal.rank-file-not-found': '{{place}}: no such file',
  'refusal.rank-file-unreadable': '{{place}}: cannot read the file ({{reason}})',
  'refusal.rank-file-kind': '{{place}}: only .json, .csv and .xlsx files can be read',
  'refusal.rank-file-too-large': '{{place}}: the file is too large, at most {{limit}} MB',
  'refusal.rank-too-many-rows': '{{place}}: too many rows, at most {{limit}}',
  'refusal.rank-encoding': '{{place}}: unknown text encoding, save it as UTF-8 or GB18030',
  'refusal.rank-json-syntax': '{{place}}: not valid JSON (near line {{line}}, column {{column}})',
  'refusal.rank-csv-syntax': '{{place}}: not valid CSV (near line {{line}}; a quote may be unclosed)',
  'refusal.rank-xlsx-text': '{{place}}: not an Excel file but text; if it is CSV, name it .csv',
  'refusal.rank-xlsx-old': '{{place}}: an old .xls or an encrypted file; save it as a plain .xlsx',
  'refusal.rank-xlsx-damaged': '{{place}}: not an Excel workbook, or damaged',
  'refusal.rank-xlsx-too-large': '{{place}}: too large when unpacked, at most {{limit}} MB',
  'refusal.rank-cell-error': '{{place}}: the cell holds the error {{value}}',
  'refusal.rank-cell-kind': '{{place}}: the cell is a date, expected text or a number',
  'refusal.rank-no-header': '{{place}}: no heading row found; it needs a column 单位 (unit)',
  'refusal.rank-no-rows': '{{place}}: no data below the headings',
  'refusal.rank-duplicate-column': '{{place}}: two columns mean this field',
  'refusal.rank-unit-empty': '{{place}}: the row has data but no unit',
  'refusal.rank-cannot-write': '{{place}}: cannot write the file ({{reason}})',

  'refusal.scheme-no-group': 'the scheme has no group',
  'refusal.scheme-group-twice': 'the group "{{group}}" occurs twice',
  'refusal.scheme-unit-twice':
    'the unit {{unitId}} is in both "{{first}}" and "{{second}}"; it can be in one group only',
  'refusal.scheme-component-twice': 'the component "{{component}}" occurs twice',
  'refusal.scheme-weight-invalid': 'the weight of "{{component}}" must be a decimal above 0',
  'refusal.scheme-no-component': 'the scheme has no component',
  'refusal.scheme-number-invalid': '"{{field}}" must be a whole number from {{least}} to {{most}}',

  'rankings.remark.flag-by-decision': 'equal scores; {{flag}} by decision ({{reason}})',

  'refusal.scheme-weights-sum': 'the weights must add up to 1; they add up to {{sum}}',
  'refusal.scheme.inUse':
    '{{count}} published rankings rest on this scheme, so it no longer changes. Make a new version.',
  'refusal.scheme.endsBeforeStart': 'the last day must come after the first',
  'refusal.ranking.idTaken': 'this id belongs to something else; nothing was saved. Reload and try again.',
  'refusal.ranking.unknownScheme': 'there is no such scheme',
  'refusal.ranking.unknownRound': 'there is no such round',
  'refusal.ranking.unknownRanking': 'there is no such ranking',
  'refusal.ranking.unknownUnit': 'group "{{group}}" holds a unit that does not exist',
  'refusal.ranking.periodEndsBeforeStart': 'the last day cannot come before the first',
  'refusal.ranking.schemeNotValid':
    'The scheme "{{name}}" does not hold on the last day of the period (it holds from {{from}}).',
  'refusal.ranking.published':
    'This ranking is published and never changes. Where it is wrong, issue a correction.',
  'refusal.ranking.notPublished': 'This ranking is not published yet, so there is no bulletin.',
  'refusal.ranking.correctsDraft': 'Only a published ranking can be corrected.',
  'refusal.ranking.correctedAlready': '"{{title}}" was corrected before; correct the latest issue.',
  'refusal.ranking.schemeChanged':
    'The scheme "{{name}}" changed after the computation. Compute again, then publish.',
  'refusal.ranking.documentNumberTaken': 'Number {{number}} belongs to "{{title}}"; choose another.',
  'refusal.ranking.noDocumentNumber': 'not a document number (such as 焦城创指〔2019〕48号)',
  'refusal.ranking.unitTwice': 'the unit occurs twice in its group',
  'refusal.ranking.groupTwice': 'the group occurs twice',
  'refusal.ranking.noScores': 'the table holds no score',
  'refusal.ranking.tieUndecided':
    'In group "{{group}}" {{units}} have equal scores on the line of a flag: decide first who gets it.',
  'refusal.ranking.decisionWithoutTie':
    'This decision for group "{{group}}" meets no tie, or is a second one; nothing was published.',
  'refusal.ranking.decisionUnitNotTied': '"{{unit}}" is not among the tied units of group "{{group}}".',
  'refusal.ranking.decisionTwoFlags': '"{{unit}}" cannot get two flags at once.',

  'rankings.recompute.same': 'recomputed, and the same to the last digit: {{file}}',
  'rankings.recompute.hash': 'hash {{hash}} matches',
  'rankings.recompute.differs': '{{file}}: recomputing gives another result',
  'rankings.recompute.place':
    'first difference at {{path}}: the file says {{stated}}, recomputed {{recomputed}}',
  'rankings.recompute.hashDiffers':
    '{{file}}: the content does not match its hash; the file says {{stated}}, recomputed {{recomputed}}',
  'rankings.recompute.notExport': '{{file}}: not a ranking exported by this program ({{path}})',
};
