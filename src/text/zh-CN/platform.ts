/** Words of start-up: why the database cannot be had, what the operator should know, how to put it right. */
export const platformZh = {
  'platform.data-in-use':
    '数据目录 {{directory}} 正由进程 {{pid}} 使用。同一份数据只能由一个程序打开：请先停止该进程，或换一个数据目录。',
  'platform.data-unreadable':
    '数据目录 {{directory}} 属于用户 {{owner}}，当前用户 {{user}} 无权读取。请用原来的用户启动（例如当初用 root 启动的，仍用 root）。',
  'platform.directory-not-writable':
    '无法写入目录 {{directory}}（{{reason}}）。请检查该目录的权限，或换一个可写的目录。',
  'platform.directory-unreachable':
    '数据库以系统用户 {{user}} 运行，但该用户进不了目录 {{directory}}：上级目录不对其他用户开放。请把数据目录移到该用户可以到达的位置。',
  'platform.disk-full':
    '磁盘已满：{{directory}} 所在磁盘没有剩余空间。请腾出空间后重新启动，已有数据不会丢失。',
  'platform.foreign-server-running':
    '数据目录 {{directory}} 正由另外启动的 PostgreSQL（进程 {{pid}}）使用。请停止它，或用 DATABASE_URL 指向它。',
  'platform.no-binaries':
    '没有可用的 PostgreSQL {{major}}（平台 {{platform}}）。请安装 PostgreSQL {{major}}（含 contrib 扩展），或不带 --omit=optional 重新执行 npm ci，或用 DATABASE_URL 指向已有的数据库服务器。',
  'platform.no-os-user':
    'PostgreSQL 不能以 root 身份运行，系统里也没有可以替代的用户（{{user}}）。请用普通用户启动，或先建立用户 postgres。',
  'platform.not-a-cluster':
    '{{directory}} 里有文件，但不是完整的 PostgreSQL 数据目录（缺少 PG_VERSION）。请从备份恢复，或移走该目录后重新启动。',
  'platform.orphan-does-not-stop': '上次遗留的数据库进程 {{pid}} 无法停止。请手动结束该进程后重新启动。',
  'platform.other-major':
    '{{directory}} 的数据由 PostgreSQL {{found}} 建立，本系统使用 PostgreSQL {{needed}}，不能直接打开。请用 PostgreSQL {{found}} 启动这份数据并用 pg_dump 导出，再导入新的数据目录；原数据未作任何改动。',
  'platform.setting-invalid': '数据库设置“{{setting}}”的写法不正确。',
  'platform.start-failed': '数据库没有启动成功（{{directory}}）：{{detail}}',
  'platform.server-unreachable': '连接不上 DATABASE_URL 指定的数据库服务器（{{server}}）：{{detail}}',
  'platform.server-too-old': '数据库服务器的版本是 {{found}}，需要 PostgreSQL {{needed}} 或更高版本。',
  'platform.server-not-utf8':
    '数据库 {{database}} 的编码是 {{found}}，需要 UTF8。请用 encoding UTF8 重新建立该数据库。',
  'platform.migration-edited':
    '数据库结构文件 {{file}} 在执行之后被改动过。已经执行的文件不能修改：请恢复原文件，改动写成新的文件。',
  'platform.migration-missing':
    '数据库已经执行过 {{name}}，但程序里没有这个文件：数据库比程序新。请使用较新的程序版本。',
  'platform.migration-late': '数据库结构文件 {{name}} 的编号小于已经执行的 {{after}}。请给它一个更大的编号。',
  'platform.migration-failed':
    '数据库结构文件 {{name}} 第 {{line}} 行执行失败，该文件的改动已全部撤销：{{detail}}',
  'platform.migration-name': '数据库结构文件 {{file}} 的名字不符合“四位编号-小写英文.sql”的写法。',
  'platform.migration-number-twice': '数据库结构文件 {{file}} 与 {{other}} 的编号相同。',

  'platform.data-elsewhere': '数据保存在 {{directory}}（数据库用户进不了原定目录）。',
  'platform.server-adopted': '接管上次遗留、仍在运行的数据库（进程 {{pid}}）。',
  'platform.orphan-stopped': '上次遗留的数据库（进程 {{pid}}）没有响应，已停止并重新启动。',
  'platform.cluster-created': '已建立新的数据目录 {{directory}}。',
  'platform.password-replaced': '数据库口令文件丢失，已重新生成（{{directory}}）。',
  'platform.role-too-powerful':
    '警告：数据库用户 {{role}} 可以绕过行级安全（超级用户或 BYPASSRLS），城市之间的第二道隔离不起作用。请改用普通用户。',
} as const;
