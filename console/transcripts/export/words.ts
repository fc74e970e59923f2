import { count } from '../../words/format.ts'
import { translated } from '../../words/language.ts'
import { conversations, counted } from '../words.ts'

export const exportWords = translated(
  {
    exportTitle: 'Export conversations',
    exportWhich: 'Which',
    exportSelected: (n: number) => `The ${count(n)} selected`,
    exportOne: 'This conversation',
    exportAll: 'All conversations of this site',
    exportMatching: 'Everything that matches the filter',
    exportAs: 'As',
    formats: {
      csv: 'CSV for spreadsheets: one row per turn, with the newest attempt',
      jsonl: 'JSONL for programs: one conversation per line, with everything that is stored',
    },
    exportCareful: 'The file contains what people wrote. Store it as carefully as the site does.',
    exportNow: 'Export',
    finding: (n: number) => `Searching: ${count(n)} so far`,
    exporting: (done: number, of: number) => `${count(done)} of ${count(of)}`,
    exported: (n: number) => `${conversations(n)} exported. The file is in your downloads.`,
    gone: (n: number) => `${counted(n, 'was', 'were')} deleted in the meantime.`,
    unreadable: (n: number) =>
      `${conversations(n)} could not be read. The Worker’s log has the id of each. Try again; a conversation that stays unreadable can still be deleted.`,
    nothingToExport: 'There is nothing to export.',
  },
  {
    exportTitle: '导出对话',
    exportWhich: '范围',
    exportSelected: (n) => `选中的 ${count(n)} 段`,
    exportOne: '这段对话',
    exportAll: '这个站点的全部对话',
    exportMatching: '符合筛选条件的全部对话',
    exportAs: '格式',
    formats: {
      csv: 'CSV，供表格软件使用：每轮一行，只含最新一次回答',
      jsonl: 'JSONL，供程序使用：每段对话一行，包含保存的全部内容',
    },
    exportCareful: '文件里是人们写下的话，请像站点一样妥善保管。',
    exportNow: '导出',
    finding: (n) => `正在查找：目前 ${count(n)} 段`,
    exporting: (done, of) => `${count(done)} / ${count(of)}`,
    exported: (n) => `已导出 ${count(n)} 段对话，文件在浏览器的下载里。`,
    gone: (n) => `其间有 ${count(n)} 段已被忘记。`,
    unreadable: (n) => `有 ${count(n)} 段对话无法读取，编号在 Worker 日志里。请再试一次；始终读不出的仍可删除。`,
    nothingToExport: '没有可导出的对话。',
  },
)
