export const proofZh = {
  'nav.proof': '存证',

  'proof.title': '存证与核验',
  'proof.intro':
    '每条历史记录都与上一条用指纹相连，全部记录再合成一个总指纹。把总指纹抄录或打印留存后，任何人改动、删除或插入记录都会被核验发现，包括数据库管理员。',
  'proof.lastHead': '最新总指纹',
  'proof.size': '记录数',
  'proof.root': '总指纹',
  'proof.at': '形成时间',
  'proof.hash': '本次指纹',
  'proof.prevHash': '上次指纹',
  'proof.signature': '签名',
  'proof.unsigned': '未签名',
  'proof.publicKey': '公钥',
  'proof.line': '留存用的一行',
  'proof.lineHint': '复制这一行保存到别处，或打印本页。日后用 guatu verify --heads 文件 核对。',
  'proof.copy': '复制',
  'proof.copied': '已复制',
  'proof.print': '打印',
  'proof.heads': '历次总指纹',
  'proof.noHeads': '还没有总指纹。系统每十分钟检查一次，有新记录就会形成。',
  'proof.waiting': '之后新增、尚未计入的记录：{{count}} 条',
  'proof.checks': '最近一次自查',
  'proof.noCheck': '还没有自查过。系统每天自查一次。',
  'proof.checkHolds': '全部相符',
  'proof.checkFails': '{{count}} 处不符',
  'proof.checkedCounts':
    '核对了 {{events}} 条记录、{{subjects}} 个对象、{{problems}} 个问题的现状、{{heads}} 个总指纹，用时 {{seconds}} 秒。',
  'proof.selfCheckHint': '自查由本系统完成，只能作参考。真正的核验请在另一台电脑上按下面的办法做。',
  'proof.howTo': '怎样核验',
  'proof.howToLive': '核对数据库：在服务器上运行',
  'proof.howToExport': '导出历史，带到别的电脑核对，不需要服务器和数据库：',
  'proof.howToTools': '不用本程序、只用常见工具核对一条记录的办法见文档 docs/data-formats.md。',

  'proof.subject.problem': '问题',
  'proof.subject.inspection': '检查',
  'proof.subject.round': '督导轮次',
  'proof.subject.standardVersion': '标准版本',
  'proof.subject.site': '点位',
  'proof.subject.unit': '单位',
  'proof.subject.taskLine': '任务线',
  'proof.subject.person': '人员',
  'proof.subject.scheme': '考评办法',
  'proof.subject.ranking': '排名',
  'proof.subject.pledge': '表态',
  'proof.subject.sweep': '举一反三',
  'proof.subject.revisit': '回头看',
  'proof.subject.order': '督办单',
  'proof.subject.escalation': '催办升级',
  'proof.subject.ledgerImport': '台账导入',
  'proof.subject.city': '城市设置',
  'proof.subject.vacancy': '无主点位',
  'proof.subject.delivery': '通知投递',
  'proof.subject.unknown': '未知对象',
  'proof.subjectNumbered': '{{kind}}第 {{number}} 号（{{id}}）',
  'proof.subjectPlain': '{{kind}} {{id}}',

  'proof.finding.eventChanged':
    '{{subject}}的第 {{version}} 条记录被改过：内容的指纹应为 {{expected}}，实为 {{found}}。',
  'proof.finding.eventRewritten':
    '{{subject}}的第 {{version}} 条记录被改过，连指纹一起改了：总账中记的是 {{expected}}，现为 {{found}}。',
  'proof.finding.eventInserted': '{{subject}}的第 {{version}} 条记录是后来插进去的。',
  'proof.finding.eventsReordered': '{{subject}}的第 {{version}} 条与第 {{other}} 条记录被调换了顺序。',
  'proof.finding.eventMissing':
    '{{subject}}缺第 {{version}} 条起的 {{count}} 条记录，后面是第 {{next}} 条：中间被删除。',
  'proof.finding.linkBroken':
    '{{subject}}的第 {{version}} 条记录接不上前一条：前一条的指纹是 {{expected}}，它写的是 {{found}}。',
  'proof.finding.tailMissing': '{{subject}}末尾被删除：总账中从第 {{version}} 条起还有 {{count}} 条记录。',
  'proof.finding.subjectMissing':
    '{{subject}}的全部历史被删除：总账中从第 {{version}} 条起有 {{count}} 条记录。',
  'proof.finding.rowDiffers':
    '{{subject}}的现状与历史不符：按历史（到第 {{version}} 条）{{member}} 应为 {{expected}}，现为 {{found}}。',
  'proof.finding.rowEndDiffers':
    '{{subject}}的现状记着另一个末尾指纹：历史（到第 {{version}} 条）为 {{expected}}，现状写的是 {{found}}。',
  'proof.finding.rowMissing': '{{subject}}有历史，但台账中没有它：现状被删除。',
  'proof.finding.rowWithoutHistory': '{{subject}}在台账中，却没有任何历史：是直接写进去的，或历史被删除。',
  'proof.finding.leafMissing': '{{at}} 的总指纹包含 {{size}} 条记录，总账中只连续找到 {{found}} 条。',
  'proof.finding.leafBeyondHeads':
    '总账比最后一个总指纹（{{size}} 条）多出 {{count}} 条：后面的总指纹被删除。',
  'proof.finding.rootDiffers':
    '{{at}} 的总指纹（{{size}} 条）对不上：写的是 {{expected}}，重算为 {{found}}。第 {{after}} 条之后的总账被改过。',
  'proof.finding.headChanged':
    '{{at}} 的总指纹（{{size}} 条）本身被改过：指纹或签名与内容不符（写的是 {{expected}}，重算为 {{found}}）。',
  'proof.finding.headMissing':
    '{{at}} 的总指纹（{{size}} 条）接不上前一个（{{after}} 条）：中间的总指纹被删除或改过。',
  'proof.finding.headForeignKey': '{{at}} 的总指纹（{{size}} 条）不是用给定的公钥 {{expected}} 签的。',
  'proof.finding.writtenHeadUnreadable': '留存文件第 {{line}} 行读不出总指纹。',
  'proof.finding.writtenHeadForged': '留存文件第 {{line}} 行（{{at}}，{{size}} 条）的指纹或签名与内容不符。',
  'proof.finding.writtenHeadDiffers':
    '与留存的总指纹不符（{{at}}，{{size}} 条）：留存的是 {{expected}}，重算为 {{found}}。第 {{after}} 条之后的历史连同总指纹被改过。',
  'proof.finding.writtenHeadBeyond':
    '留存的总指纹（{{at}}）包含 {{size}} 条记录，现在只有 {{found}} 条：后面的被删除，或数据库被恢复到更早的状态。',
  'proof.finding.lineUnreadable': '导出文件第 {{line}} 行不是应有的样子：被改动、重复或放错了位置。',
  'proof.finding.exportCut': '导出文件没有结尾的封条：在第 {{events}} 条记录之后被截断。',
  'proof.finding.exportCountDiffers': '导出文件的封条写明 {{what}} 为 {{expected}}，实为 {{found}}。',
  'proof.finding.exportSealDiffers':
    '导出文件的字节与封条不符：封条为 {{expected}}，实为 {{found}}，或签名不对。',

  'proof.cli.city': '{{name}}（{{code}}）',
  'proof.cli.counts':
    '核对了 {{events}} 条记录（{{subjects}} 个对象）、{{problems}} 个问题的现状、{{heads}} 个总指纹，用时 {{seconds}} 秒，每秒 {{speed}} 条。',
  'proof.cli.exportCounts':
    '核对了 {{events}} 条记录（{{subjects}} 个对象）、{{heads}} 个总指纹，用时 {{seconds}} 秒，每秒 {{speed}} 条。',
  'proof.cli.written': '与留存的 {{count}} 个总指纹作了比对（{{file}}）。',
  'proof.cli.noWritten': '没有可比对的留存总指纹：请把下面的总指纹与别处抄录或打印的核对。',
  'proof.cli.lastHead': '最新总指纹：{{at}}，{{size}} 条，{{root}}',
  'proof.cli.noHead': '还没有总指纹。',
  'proof.cli.notCovered': '有 {{count}} 条记录还没有计入总指纹。',
  'proof.cli.holds': '全部相符。',
  'proof.cli.first': '第一处：{{finding}}',
  'proof.cli.more': '还有 {{count}} 处没有列出。',
  'proof.cli.fails': '有 {{count}} 处不符。',
  'proof.cli.noCity': '数据库里没有城市，或没有编码为 {{code}} 的城市。',
  'proof.cli.whichCity': '数据库里有几个城市，请用 --city 指明一个：{{codes}}',
  'proof.cli.unreadable': '读不了文件 {{file}}：{{detail}}',
  'proof.cli.badKey': '公钥应为 64 个十六进制字符。',
  'proof.cli.notBoth': '--export 核对文件，--write-export 写出文件，一次只能做一样。',
  'proof.cli.exported': '已写出 {{file}}：{{events}} 条记录，{{heads}} 个总指纹。',
} as const;
